import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'

/** What is read of an entry of package-lock.json (npm documentation, package-lock.json, `packages`). */
interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  /** Comes in the archive of another package, whose hash covers it. */
  readonly inBundle?: boolean
  readonly hasInstallScript?: boolean
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}

/** Folders whose packages npm installs: the product's, and those that only the suite of clients installs. */
const FOLDERS = ['.', 'test/clients/mcp-inspector']

const readJson = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), 'utf8'))

describe.each(FOLDERS)('%s', (folder) => {
  let locked: readonly (readonly [path: string, entry: Locked])[]
  let manifest: Manifest

  beforeAll(async () => {
    const lock = await readJson(`${folder}/package-lock.json`)
    const { packages } = lock as { readonly packages: Record<string, Locked> }
    locked = Object.entries(packages).filter(([path]) => path !== '')
    manifest = (await readJson(`${folder}/package.json`)) as Manifest
  })

  const pathsOf = (isBad: (entry: Locked) => boolean): string[] =>
    locked.filter(([, entry]) => isBad(entry)).map(([path]) => path)

  test('its lock file holds a SHA-512 of every package', () => {
    expect(locked.length).toBeGreaterThan(100)
    expect(pathsOf(({ integrity, inBundle }) => !inBundle && !integrity?.startsWith('sha512-'))).toEqual([])
  })

  test('takes packages from the registry that npm is told, and from nowhere else', () => {
    expect(pathsOf(({ resolved, link }) => resolved !== undefined || link === true)).toEqual([])
  })

  test('has no package with a script at its installation that package.json does not decide on', () => {
    const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const wanting = new Set(pathsOf(({ hasInstallScript }) => hasInstallScript === true).map(nameOf))
    expect([...wanting].sort()).toEqual(Object.keys(manifest.allowScripts).sort())
  })

  test('its package.json names every version exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
  })
})
