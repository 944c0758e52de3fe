import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { ALIASES } from '#shared/signature/aliases/spelling.ts'
import { check, existenceOf, neededOf, packagesFor } from './check.ts'
import { gatherClaims } from './gather.ts'
import type { GoSources } from './go-sources.ts'
import { wrongHolds } from './holds.ts'
import { MODULES, NEWEST_GO, STANDARD } from './modules.ts'
import { recorded } from './recorded.ts'
import { Releases } from './releases.ts'
import { report } from './report.ts'
import { spellingsOf } from './spellings.ts'

/** Of the catalogue and its cases each name counts, of other sources those whose package is known. */
const OF_CATALOGUE = /^(?:cause|case) /

export const spellings = (name: string): readonly string[] => spellingsOf(name, ALIASES)

/** Prints each name with the versions that have it, then what is wrong. @returns the exit code */
export async function checkNames(sources: GoSources): Promise<number> {
  const releases = await Releases.of([STANDARD, ...MODULES], recorded(), sources)
  if (
    releases.failed.size ===
    STANDARD.versions.length + MODULES.flatMap(({ versions }) => versions).length
  ) {
    console.error(`No sources could be had, the first since ${[...releases.failed.values()][0]}`)
    return 2
  }
  // `github.com/nats-io/nats.go` is a path, and no function `go`.
  const isKnown = (name: string): boolean =>
    releases.all.some((release) => packagesFor(release, name).length > 0) &&
    !releases.all.some(({ packages }) => packages.includes(name))
  const claims = (await gatherClaims()).filter(({ by, name }) => OF_CATALOGUE.test(by) || isKnown(name))
  const names = [...new Set(claims.flatMap(({ name }) => spellings(name)))]
  await releases.read(
    releases.all.flatMap((release) => neededOf(release, names).map((path) => [release, path] as const)),
    NEWEST_GO,
  )
  const checked = check(claims, releases.all, (release, path) => releases.declared(release, path), spellings)
  for (const line of report(CATALOGUE, checked)) console.log(line)

  const unread = releases.failedVersions.map(({ root, version }) => `${root}@${version}`)
  for (const [name, reason] of releases.failed) console.log(`Not read: ${name} (${reason})`)
  const by = Map.groupBy(checked, (one) => existenceOf(one, unread))
  const [found = [], dead = [], open = []] = [by.get('found'), by.get('dead'), by.get('unread')]
  for (const { name, by } of open) console.log(`Not checked: ${name} [${by.join(', ')}]`)
  const wrong = [
    ...dead.map(
      ({ name, by, missing }) =>
        `${missing.length === 0 ? 'In no module of modules.ts' : 'In no version'}: ${name} [${by.join(', ')}]`,
    ),
    ...CATALOGUE.flatMap((cause) => wrongHolds(cause, checked, releases.all, releases.failedVersions)),
  ]
  for (const sentence of wrong) console.log(sentence)
  console.log(`${found.length} passed, ${wrong.length} failed`)
  return wrong.length === 0 ? 0 : 1
}
