import type { Claim } from './claim.ts'
import { type Declared, declares, declaresAnywhere } from './declared.ts'
import { isPath, readings } from './go-name.ts'

/** A version of a module, as far as it could be read. */
export interface Release {
  /** Root of the module, `std` for the standard library. */
  readonly root: string
  readonly version: string
  /** Import paths of its packages. */
  readonly packages: readonly string[]
  /** Packages in which names without a package are looked for. */
  readonly anywhere: readonly string[]
}

/** Packages of a release that may hold a function. */
export const packagesFor = ({ packages, anywhere }: Release, name: string): readonly string[] =>
  readings(name).flatMap(({ path }) =>
    path === undefined ? anywhere : packages.filter((one) => isPath(one, path)),
  )

/** Packages of a release that have to be read for names. */
export const neededOf = (release: Release, names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => packagesFor(release, name))),
]

/** Whether a package has a function. */
const has = (importPath: string, declared: Declared, name: string): boolean =>
  readings(name).some(({ path, function: called }) => {
    if (path === undefined) return declaresAnywhere(declared, called)
    return isPath(importPath, path) && declares(declared, called)
  })

/** Of the functions of a package those that a name means. */
export const onlyNamed = (importPath: string, declared: Declared, names: readonly string[]): Declared => ({
  functions: Object.fromEntries(
    Object.entries(declared.functions).filter(([called, inside]) =>
      names.some((name) => has(importPath, { ...declared, functions: { [called]: inside } }, name)),
    ),
  ),
  global: declared.global,
})

/** A name with every place that says it, and what has been found of it. */
export interface Checked {
  readonly name: string
  readonly by: readonly string[]
  /** Releases that have it, `root@version`. */
  readonly found: readonly string[]
  /** Releases with a package that may hold it, and which do not have it. */
  readonly missing: readonly string[]
}

/**
 * @param read what a package of a release declares
 * @param spellings other names of the same function, itself among them
 */
export function check(
  claims: readonly Claim[],
  releases: readonly Release[],
  read: (release: Release, importPath: string) => Declared,
  spellings: (name: string) => readonly string[],
): Checked[] {
  const byName = Map.groupBy(claims, ({ name }) => name)
  return [...byName].map(([name, said]) => {
    const found: string[] = []
    const missing: string[] = []
    for (const release of releases) {
      const places = spellings(name).map((spelling) => ({
        spelling,
        packages: packagesFor(release, spelling),
      }))
      const held = places.some(({ spelling, packages }) =>
        packages.some((one) => has(one, read(release, one), spelling)),
      )
      const possible = places.some(({ packages }) => packages.length > 0)
      if (held) found.push(`${release.root}@${release.version}`)
      else if (possible) missing.push(`${release.root}@${release.version}`)
    }
    return { name, by: [...new Set(said.map(({ by }) => by))], found, missing }
  })
}

/** Whether a module whose sources could not be had may be the one that has a function. */
const mayBeOf = (root: string, name: string): boolean =>
  readings(name).some(
    ({ path }) =>
      path === undefined ||
      path.startsWith('**') ||
      (root === 'std' ? !path.includes('.') : path.startsWith(root)),
  )

/** `unread`: it may be in a version that could not be had, so that nothing can be said. */
export type Existence = 'found' | 'dead' | 'unread'

/** @param unread versions that could not be had, `root@version` */
export const existenceOf = ({ name, found }: Checked, unread: readonly string[]): Existence =>
  found.length > 0
    ? 'found'
    : unread.some((one) => mayBeOf(one.slice(0, one.lastIndexOf('@')), name))
      ? 'unread'
      : 'dead'
