import type { Release } from './check.ts'
import type { Declared } from './declared.ts'
import type { GoSources } from './go-sources.ts'
import type { Module } from './modules.ts'
import type { Recorded } from './recorded.ts'
import { modulePath } from './version.ts'

const pathsOf = (root: string, version: string, anywhere: readonly string[] = []): string[] =>
  anywhere.map((path) => [modulePath(root, version), path].filter(Boolean).join('/'))

/** Every version that names are looked for in, and what could not be fetched, with the reason. */
export class Releases {
  readonly all: readonly Release[]
  readonly failed: ReadonlyMap<string, string>
  readonly #sources: GoSources
  readonly #recorded: ReadonlyMap<Release, Recorded>

  private constructor(
    all: readonly Release[],
    failed: ReadonlyMap<string, string>,
    sources: GoSources,
    recorded: ReadonlyMap<Release, Recorded>,
  ) {
    this.all = all
    this.failed = failed
    this.#sources = sources
    this.#recorded = recorded
  }

  static async of(
    modules: readonly Module[],
    recorded: readonly Recorded[],
    sources: GoSources,
  ): Promise<Releases> {
    const wanted = modules.flatMap(({ root, versions, anywhere }) =>
      versions.map((version) => ({ root, version, anywhere: pathsOf(root, version, anywhere) })),
    )
    const failed = await sources.fetch(wanted)
    const fetched = wanted
      .filter(({ root, version }) => !failed.has(`${root}@${version}`))
      .map((one) => ({ ...one, packages: sources.packagesOf(one) }))
    const kept = new Map(
      recorded.map((one) => {
        const { root, version, anywhere, packages } = one
        const release = {
          root,
          version,
          anywhere: pathsOf(root, version, anywhere),
          packages: Object.keys(packages),
        }
        return [release as Release, one]
      }),
    )
    return new Releases([...fetched, ...kept.keys()], failed, sources, kept)
  }

  /** What `failed` tells of. */
  get failedVersions(): readonly { readonly root: string; readonly version: string }[] {
    return [...this.failed.keys()].map((name) => {
      const at = name.lastIndexOf('@')
      return { root: name.slice(0, at), version: name.slice(at + 1) }
    })
  }

  /** Reads packages of releases, so that `declared` knows them. */
  read(packages: readonly (readonly [Release, string])[], toolchain: string): Promise<void> {
    return this.#sources.read(
      packages.filter(([release]) => !this.#recorded.has(release)),
      toolchain,
    )
  }

  declared(release: Release, importPath: string): Declared {
    return this.#recorded.get(release)?.packages[importPath] ?? this.#sources.declared(release, importPath)
  }
}
