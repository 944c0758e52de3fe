/** Checks every function of Go that Tidemark names against the sources of Go and of the libraries: `npm run names`. */

import { check, packagesFor, type Release } from './check.ts'
import { gatherClaims } from './gather.ts'
import { cacheFolder, GoSources, hasGo } from './go-sources.ts'
import { MODULES, STANDARD } from './modules.ts'

/** Other names that a function has had; itself among them. */
const spellings = (name: string): string[] => [name]

if (!(await hasGo())) {
  console.error('There is no go on the PATH: names are checked against the sources that it fetches.')
  process.exit(2)
}

const wanted = [STANDARD, ...MODULES].flatMap(({ root, versions, anywhere = [] }) =>
  versions.map((version) => ({ root, version, anywhere })),
)
const sources = new GoSources(cacheFolder(process.env.XDG_CACHE_HOME))
const failed = await sources.fetch(wanted)
const releases: Release[] = wanted
  .filter(({ root, version }) => !failed.has(`${root}@${version}`))
  .map((one) => ({ ...one, packages: sources.packagesOf(one) }))

const gathered = await gatherClaims()
const claims = gathered.filter(
  ({ name, by }) =>
    /^(cause|case) /.test(by) || releases.some((release) => packagesFor(release, name).length > 0),
)
const names = [...new Set(claims.flatMap(({ name }) => spellings(name)))]
const needed = releases.flatMap((release) =>
  [...new Set(names.flatMap((name) => packagesFor(release, name)))].map((path) => [release, path] as const),
)
await sources.read(needed, STANDARD.versions[0] as string)

const checked = check(claims, releases, (release, path) => sources.declared(release, path), spellings)
for (const [name, reason] of failed) console.log(`not read: ${name}: ${reason}`)
const dead = checked.filter(({ found }) => found.length === 0)
for (const { name, by, missing } of dead)
  console.log(`DEAD ${name}  [${by.join(', ')}]  not in ${missing.join(' ')}`)
console.log(`${checked.length - dead.length} passed, ${dead.length} failed`)
process.exitCode = dead.length === 0 ? 0 : 1
