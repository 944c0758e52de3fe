import type { ReadDump } from '#shared/analysis/read-dump.ts'
import { packageOf } from '#shared/signature/package-of.ts'

/**
 * Why two dumps cannot be of one program, as the end of a sentence; undefined: nothing speaks against it.
 *
 * Example output: `they have no package of own code in common (github.com/acme/pool; github.com/acme/mail)`
 */
export function twoPrograms(before: ReadDump, after: ReadDump): string | undefined {
  const { profile: a } = before
  const { profile: b } = after
  if (differ(a.buildId, b.buildId)) return `their build ids differ (${a.buildId}; ${b.buildId})`
  if (differ(a.goVersion, b.goVersion)) return `they were built with ${a.goVersion} and ${b.goVersion}`
  const [own, other] = [ownPackages(before), ownPackages(after)]
  if (own.size === 0 || other.size === 0 || [...own].some((name) => other.has(name))) return undefined
  return `they have no package of own code in common (${first(own)}; ${first(other)})`
}

const differ = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b

const ownPackages = ({ signed }: ReadDump): Set<string> =>
  new Set(signed.signatures.flatMap(({ ownCode }) => (ownCode === undefined ? [] : [packageOf(ownCode)])))

const first = (names: ReadonlySet<string>): string => [...names].sort()[0] ?? ''
