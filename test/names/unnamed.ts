import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { nameMatcher } from '#shared/cause/name-pattern.ts'
import { descriptionsOf } from './description.ts'
import type { GoSources, Started } from './go-sources.ts'
import { MODULES, NEWEST_GO } from './modules.ts'

/** Packages whose goroutines no program has. */
const ASIDE = /(?:^|\/)(?:internal\/testutils?|tests?|testing|mocks?|fake|examples?|bench(?:mark)?s?)(?:\/|$)/

/** Names of the catalogue, companions among them. */
const NAMES = CATALOGUE.flatMap(descriptionsOf).flatMap(({ match, companions = [] }) =>
  [...match, ...companions].flatMap(({ top = [], any = [] }) => [...top, ...any]),
)

/** The goroutines of a package that last and that no entry names, each once, sorted: Go lists them in any order. */
export function unnamedOf(
  path: string,
  started: readonly Started[],
  names: readonly string[] = NAMES,
): string[] {
  if (ASIDE.test(path)) return []
  const matches = nameMatcher(names)
  const all = started.filter(({ lasts }) => lasts).map(({ name }) => name)
  return [...new Set(all)]
    .filter((name) => matches(`${path}.${name.replace('{n}', '1')}`).length === 0)
    .sort()
}

/**
 * Prints, of the newest version of each module, the goroutines that last and that no entry names: a client, a subscription
 * or a connection that nobody ends may be among them; others end with their call.
 *
 * @param only part of the import paths to print
 */
export async function tellUnnamed(sources: GoSources, only: string): Promise<void> {
  const newest = MODULES.filter(({ root }) => root.includes(only)).map(({ root, versions }) => ({
    root,
    version: versions[0] as string,
  }))
  const failed = await sources.fetch(newest)
  for (const wanted of newest) {
    if (failed.has(`${wanted.root}@${wanted.version}`)) continue
    for (const [path, started] of await sources.started(wanted, NEWEST_GO)) {
      const unnamed = unnamedOf(path, started)
      if (unnamed.length > 0) console.log(`${path}: ${unnamed.join(' ')}`)
    }
  }
}
