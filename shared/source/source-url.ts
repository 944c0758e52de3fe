import { moduleFileOf } from '#shared/signature/module-version.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import { fileOf, lineOf, type PlacedFrame } from './checkout.ts'
import { lineUrl } from './forge.ts'
import { refOf, repositoryOf } from './module-repository.ts'
import { moduleIn, type Repository } from './repository.ts'

/** What is known of the program whose profile names the places. */
export interface Program {
  /** The version that its sender named. */
  readonly version: string | undefined
  /** `go1.27.4` */
  readonly goVersion: string | undefined
  readonly repository: Repository | undefined
  /** Folder that it was built in, as `checkoutOf` finds it. */
  readonly checkout: string | undefined
}

const GO = { url: 'https://github.com/golang/go' }
/** With `-trimpath` a path begins with the package, else with the folder of the toolchain. */
const GO_FILE = /^(?:.*\/src\/)?([a-z][\w./]*)$/

/** The page of a frame's line, at the version that runs; undefined where version or repository is not known. */
export function sourceUrl(placed: PlacedFrame, program: Program): string | undefined {
  const line = lineOf(placed.place)
  if (!Number.isInteger(line) || line < 1) return undefined
  const path = fileOf(placed.place)
  return ownerOf(placed.frame) === 'standard'
    ? goUrl(path, line, program)
    : (moduleUrl(path, line) ?? ownUrl(path, line, program))
}

function goUrl(path: string, line: number, { goVersion }: Program): string | undefined {
  const file = GO_FILE.exec(path)?.[1]
  return goVersion === undefined || file === undefined
    ? undefined
    : lineUrl(GO, { ref: goVersion, path: `src/${file}`, line })
}

function moduleUrl(path: string, line: number): string | undefined {
  const found = moduleFileOf(path)
  const repository = found && repositoryOf(found.module)
  if (found === undefined || repository === undefined) return undefined
  const { directory } = repository
  return lineUrl(repository, {
    ref: refOf(found.version, directory),
    path: below(directory, found.file),
    line,
  })
}

function ownUrl(path: string, line: number, program: Program): string | undefined {
  const { repository, version, checkout } = program
  if (repository === undefined || version === undefined || moduleFileOf(path) !== undefined) return undefined
  const root = [checkout, moduleIn(repository)].find((one) => one !== undefined && path.startsWith(`${one}/`))
  if (root === undefined) return undefined
  return lineUrl(repository, {
    ref: (repository.ref ?? '{version}').replaceAll('{version}', () => version),
    path: below(repository.directory ?? '', path.slice(root.length + 1)),
    line,
  })
}

const below = (directory: string, file: string): string =>
  directory === '' ? file : `${directory.replace(/\/$/, '')}/${file}`
