/**
 * Checks every function of Go that Tidemark names against the sources of Go and of libraries: `npm run names`.
 *
 * `--newest` tells which modules have a newer version than the one in modules.ts. `--record root@version=folder` keeps
 * what a version declares that no proxy has; `--anywhere path` names a package of it for names like `**.readPump`.
 */

import { parseArgs } from 'node:util'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { check, onlyNamed, packagesFor, type Release } from './check.ts'
import { gatherClaims } from './gather.ts'
import { cacheFolder, GoSources, hasGo, newestOf } from './go-sources.ts'
import { wrongHolds } from './holds.ts'
import { MODULES, STANDARD } from './modules.ts'
import { record, recorded } from './recorded.ts'
import { Releases } from './releases.ts'
import { report } from './report.ts'
import { spellingsOf } from './spellings.ts'
import { modulePath } from './version.ts'

const spellings = (name: string): readonly string[] => spellingsOf(name, [])
/** Parses the syntax of every other one. */
const NEWEST_GO = STANDARD.versions[0] as string

const { values } = parseArgs({
  options: {
    newest: { type: 'boolean', default: false },
    record: { type: 'string' },
    anywhere: { type: 'string', multiple: true, default: [] },
  },
})

if (!(await hasGo())) {
  console.error('There is no go on the PATH: names are checked against the sources that it fetches.')
  process.exit(2)
}
const sources = new GoSources(cacheFolder(process.env.XDG_CACHE_HOME))
if (values.newest) await tellNewest()
else if (values.record !== undefined) await keep(values.record, values.anywhere)
else process.exitCode = (await checkNames()) ? 0 : 1

async function checkNames(): Promise<boolean> {
  const releases = await Releases.of([STANDARD, ...MODULES], recorded(), sources)
  const isKnown = (name: string): boolean =>
    releases.all.some((release) => packagesFor(release, name).length > 0)
  const claims = (await gatherClaims()).filter(({ by, name }) => /^(?:cause|case) /.test(by) || isKnown(name))
  const names = [...new Set(claims.flatMap(({ name }) => spellings(name)))]
  await releases.read(
    releases.all.flatMap((release) => neededOf(release, names).map((path) => [release, path] as const)),
    NEWEST_GO,
  )
  const checked = check(claims, releases.all, (release, path) => releases.declared(release, path), spellings)
  for (const line of report(CATALOGUE, checked)) console.log(line)

  const dead = checked.filter(({ found }) => found.length === 0)
  const wrong = CATALOGUE.flatMap((cause) => wrongHolds(cause, checked, releases.all))
  for (const [name, reason] of releases.failed) console.log(`Not read: ${name} (${reason})`)
  for (const { name, by, missing } of dead)
    console.log(
      missing.length === 0
        ? `No version of its module was read: ${name} [${by.join(', ')}]`
        : `In no version: ${name} [${by.join(', ')}], looked for in ${missing.join(' ')}`,
    )
  for (const sentence of wrong) console.log(sentence)
  console.log(`${checked.length - dead.length} passed, ${dead.length + wrong.length} failed`)
  return dead.length + wrong.length === 0
}

function neededOf(release: Release, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => packagesFor(release, name)))]
}

async function keep(what: string, anywhere: readonly string[]): Promise<void> {
  const [, root = '', version = '', folder = ''] = /^(.+)@([^=]+)=(.+)$/.exec(what) ?? []
  const wanted = { root, version }
  sources.walk(wanted, folder)
  const path = modulePath(root, version)
  const release = {
    ...wanted,
    packages: sources.packagesOf(wanted),
    anywhere: anywhere.map((one) => `${path}/${one}`),
  }
  const names = [...new Set((await gatherClaims()).flatMap(({ name }) => spellings(name)))]
  const needed = neededOf(release, names)
  await sources.read(
    needed.map((one) => [wanted, one] as const),
    NEWEST_GO,
  )
  record({
    ...wanted,
    ...(anywhere.length === 0 ? {} : { anywhere }),
    packages: Object.fromEntries(
      needed.map((one) => [one, onlyNamed(one, sources.declared(wanted, one), names)]),
    ),
  })
  console.log(`${root}@${version}: ${needed.length} packages kept`)
}

async function tellNewest(): Promise<void> {
  for (const { root, versions } of MODULES) {
    const [known = ''] = versions
    const newest = await newestOf(modulePath(root, known))
    if (newest !== undefined && newest !== known) console.log(`${root}: ${known}, newest is ${newest}`)
  }
}
