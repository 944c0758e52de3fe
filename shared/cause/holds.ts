import { compareVersions } from '#shared/signature/module-version.ts'
import type { Cause } from './cause.ts'

type Modules = ReadonlyMap<string, string> | undefined
type Hold = NonNullable<Cause['holds']>[number]

/**
 * Whether a cause may be what a program does that is built from these versions. Where they are not known, or the
 * cause depends on no version, it may.
 */
export function holdsIn({ holds = [] }: Pick<Cause, 'holds'>, modules: Modules): boolean {
  const known = holds.filter(({ module }) => modules?.has(module))
  return known.length === 0 || known.some((hold) => isWithin(hold, modules?.get(hold.module) ?? ''))
}

const isWithin = ({ from, until }: Hold, version: string): boolean =>
  (from === undefined || compareVersions(version, from) >= 0) &&
  (until === undefined || compareVersions(version, until) < 0)

/**
 * The upgrade that ends a fault of a library, where the version in use is known to have it.
 *
 * Example output: `Upgrade github.com/quic-go/quic-go from v0.36.4 to v0.37.0 or newer.`
 */
export function upgradeOf({ holds = [] }: Pick<Cause, 'holds'>, modules: Modules): string | undefined {
  for (const hold of holds) {
    const { module, until } = hold
    const version = modules?.get(module)
    if (version === undefined || until === undefined || !isWithin(hold, version)) continue
    const name = module === 'std' ? 'Go' : module
    return `Upgrade ${name} from ${version} to ${until} or newer.`
  }
  return undefined
}
