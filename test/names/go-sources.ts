import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Declared } from './declared.ts'
import { GO_ENV, linesOf } from './go-program.ts'
import { modulePath } from './version.ts'

const LISTER = fileURLToPath(new URL('declared.go', import.meta.url))
const STARTED = fileURLToPath(new URL('started.go', import.meta.url))
const MEGABYTES = 1_024 ** 2
/** Output of the lister for all packages of all modules, with room to spare. */
const MOST_OUTPUT = 256 * MEGABYTES

/** What is known of a version of a module from an earlier run, or from this one. */
interface Known {
  /** Folder of each import path, relative to the module. */
  readonly packages: Readonly<Record<string, string>>
  readonly declared: Record<string, Declared>
}

/** A function that a go statement starts. */
export interface Started {
  /** As the linker names it without the import path, closures as `F.func{n}`. */
  readonly name: string
  /** It, or what it calls, has a loop and waits for something. */
  readonly lasts: boolean
}

/** A version of a module to read. */
export interface Wanted {
  readonly root: string
  readonly version: string
}

/** The standard library comes with a toolchain, which is a module as well. */
const downloadName = ({ root, version }: Wanted): string =>
  root === 'std'
    ? `golang.org/toolchain@v0.0.1-${version}.linux-amd64`
    : `${modulePath(root, version)}@${version}`

const sourcesIn = ({ root }: Wanted, folder: string): string =>
  root === 'std' ? join(folder, 'src') : folder

const nameOf = ({ root, version }: Wanted): string => `${root}@${version}`

/** Sources of modules and toolchains, fetched by the go command and kept by it; what they declare is kept here. */
export class GoSources {
  readonly #cache: string
  readonly #known = new Map<string, Known>()
  readonly #folders = new Map<string, string>()

  /** @param cache folder for what sources declare; a version of a module never changes */
  constructor(cache: string) {
    const lister = createHash('sha256').update(readFileSync(LISTER)).digest('hex').slice(0, 12)
    this.#cache = join(cache, lister)
    mkdirSync(this.#cache, { recursive: true })
  }

  /** Fetches what is not known yet. @returns what could not be fetched, with the reason */
  async fetch(wanted: readonly Wanted[]): Promise<Map<string, string>> {
    const missing = wanted.filter((one) => !this.#load(one))
    const failed = new Map<string, string>()
    const fetched = await download(missing.map(downloadName))
    for (const one of missing) {
      const { Dir: folder, Error: reason } = fetched.get(downloadName(one)) ?? {}
      if (folder === undefined) failed.set(nameOf(one), reason ?? 'the go command said nothing of it')
      else this.walk(one, sourcesIn(one, folder))
    }
    return failed
  }

  /** Import paths of a version that has been fetched. */
  packagesOf(wanted: Wanted): readonly string[] {
    return Object.keys(this.#knownOf(wanted).packages)
  }

  /** Reads packages, so that `declared` can answer for them. */
  async read(packages: readonly (readonly [Wanted, string])[], toolchain: string): Promise<void> {
    const unread = packages.filter(([one, path]) => this.#knownOf(one).declared[path] === undefined)
    if (unread.length === 0) return
    await this.#locate(unread.map(([one]) => one))
    const folders = unread.map(([one, path]) =>
      join(this.#folders.get(nameOf(one)) ?? '', this.#knownOf(one).packages[path] ?? ''),
    )
    const answers = await linesOf<Declared>(LISTER, folders, toolchain)
    for (const [i, [one, path]] of unread.entries())
      this.#knownOf(one).declared[path] = answers[i] as Declared
    for (const one of new Map(unread.map(([one]) => [nameOf(one), one])).values())
      writeFileSync(this.#fileOf(one), JSON.stringify(this.#knownOf(one)))
  }

  /** What the go statements of all packages of a version start, by import path. */
  async started(wanted: Wanted, toolchain: string): Promise<Map<string, readonly Started[]>> {
    await this.#locate([wanted])
    const packages = Object.entries(this.#knownOf(wanted).packages)
    const root = this.#folders.get(nameOf(wanted)) ?? ''
    const answers = await linesOf<{ readonly started: readonly Started[] }>(
      STARTED,
      packages.map(([, folder]) => join(root, folder)),
      toolchain,
    )
    return new Map(packages.map(([path], i) => [path, answers[i]?.started ?? []]))
  }

  declared(wanted: Wanted, importPath: string): Declared {
    return this.#knownOf(wanted).declared[importPath] ?? { functions: {}, global: {} }
  }

  /** Looks through the folder of a version. */
  walk(wanted: Wanted, folder: string): void {
    this.#folders.set(nameOf(wanted), folder)
    const prefix = wanted.root === 'std' ? '' : modulePath(wanted.root, wanted.version)
    const packages = Object.fromEntries(
      packageFolders(folder).map((path) => [[prefix, ...path.split(sep)].filter(Boolean).join('/'), path]),
    )
    this.#known.set(nameOf(wanted), { packages, declared: {} })
    writeFileSync(this.#fileOf(wanted), JSON.stringify(this.#knownOf(wanted)))
  }

  /** Folders of what was known without looking for its sources. */
  async #locate(wanted: readonly Wanted[]): Promise<void> {
    const lost = [...new Map(wanted.map((one) => [nameOf(one), one])).values()].filter(
      (one) => !this.#folders.has(nameOf(one)),
    )
    const fetched = await download(lost.map(downloadName))
    for (const one of lost) {
      const folder = fetched.get(downloadName(one))?.Dir
      if (folder !== undefined) this.#folders.set(nameOf(one), sourcesIn(one, folder))
    }
  }

  #load(wanted: Wanted): boolean {
    try {
      this.#known.set(nameOf(wanted), JSON.parse(readFileSync(this.#fileOf(wanted), 'utf8')) as Known)
      return true
    } catch {
      return false
    }
  }

  #knownOf(wanted: Wanted): Known {
    const known = this.#known.get(nameOf(wanted))
    if (known === undefined) throw new Error(`${nameOf(wanted)} was not fetched.`)
    return known
  }

  #fileOf = (wanted: Wanted): string => join(this.#cache, `${nameOf(wanted).replaceAll('/', '!')}.json`)
}

/** `$XDG_CACHE_HOME/tidemark/names`, which outlives a checkout. */
export const cacheFolder = (home: string | undefined): string =>
  join(home || join(homedir(), '.cache'), 'tidemark', 'names')

const run = promisify(execFile)

/** Whether there is a go command. */
export const hasGo = (): Promise<boolean> =>
  run('go', ['version']).then(
    () => true,
    () => false,
  )

/** The newest version that the proxy has of a module, by its path with a major version. */
export const newestOf = (path: string): Promise<string | undefined> =>
  run('go', ['list', '-m', '-f', '{{.Version}}', `${path}@latest`], { cwd: tmpdir(), env: GO_ENV }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )

interface Download {
  readonly Path?: string
  readonly Version?: string
  readonly Dir?: string
  readonly Error?: string
}

/** @param modules `path@version` each; the go command fetches several at a time */
async function download(modules: readonly string[]): Promise<Map<string, Download>> {
  if (modules.length === 0) return new Map()
  // It ends with 1 where one of them could not be had, and tells of all.
  const { stdout } = await run('go', ['mod', 'download', '-json', ...modules], {
    cwd: tmpdir(),
    env: GO_ENV,
    maxBuffer: MOST_OUTPUT,
  }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }))
  const objects = stdout.split(/^(?=\{$)/m).filter((text) => text.trim() !== '')
  return new Map(
    objects.map((text) => {
      const one = JSON.parse(text) as Download
      return [`${one.Path}@${one.Version}`, one]
    }),
  )
}

/** Folders with Go files, relative to a module, as the go command sees them. */
function packageFolders(folder: string): string[] {
  const found: string[] = []
  const walk = (at: string): void => {
    const entries = readdirSync(at, { withFileTypes: true })
    const files = entries.filter((one) => one.isFile()).map(({ name }) => name)
    if (at !== folder && files.includes('go.mod')) return
    if (files.some((name) => name.endsWith('.go') && !name.endsWith('_test.go')))
      found.push(relative(folder, at))
    for (const one of entries)
      if (one.isDirectory() && !/^[._]|^(testdata|vendor|cmd)$/.test(one.name)) walk(join(at, one.name))
  }
  walk(folder)
  return found
}
