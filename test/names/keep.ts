import { neededOf, onlyNamed } from './check.ts'
import { spellings } from './check-names.ts'
import { gatherClaims } from './gather.ts'
import type { GoSources } from './go-sources.ts'
import { NEWEST_GO } from './modules.ts'
import { record } from './recorded.ts'
import { modulePath } from './version.ts'

/**
 * Keeps what a version declares of the functions that are named, from a checkout: no proxy has its module.
 *
 * @param what `root@version=folder`
 * @param anywhere packages, as paths in the module, in which names without a package are looked for
 */
export async function keep(sources: GoSources, what: string, anywhere: readonly string[]): Promise<void> {
  const [, root = '', version = '', folder = ''] = /^(.+)@([^=]+)=(.+)$/.exec(what) ?? []
  const wanted = { root, version }
  sources.walk(wanted, folder)
  const names = [...new Set((await gatherClaims()).flatMap(({ name }) => spellings(name)))]
  const path = modulePath(root, version)
  const packages = neededOf(
    { ...wanted, packages: sources.packagesOf(wanted), anywhere: anywhere.map((one) => `${path}/${one}`) },
    names,
  )
  await sources.read(
    packages.map((one) => [wanted, one] as const),
    NEWEST_GO,
  )
  record({
    ...wanted,
    ...(anywhere.length === 0 ? {} : { anywhere }),
    packages: Object.fromEntries(
      packages.map((one) => [one, onlyNamed(one, sources.declared(wanted, one), names)]),
    ),
  })
  console.log(`${root}@${version}: ${packages.length} packages kept`)
}
