/** Which version does a Go executable carry? Reads what `go version -m` prints. */

import { type FileHandle, open } from 'node:fs/promises'

/**
 * Head of the build information (Go src/debug/buildinfo/buildinfo.go, since Go 1.18), on a boundary of 16 bytes:
 *
 *     "\xff Go buildinf:" | pointer size | flags | 16 bytes | length Go version | length modules
 *
 * Bit 2 of the flags says that both texts follow, each after its length as a varint. The modules stand between
 * two marks of 16 bytes.
 */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1')
const ALIGNMENT = 16
const HEAD = 32
const FLAGS = 15
const HAS_TEXTS = 2
const MARK = 16
/** Bytes read at once. */
const CHUNK = 4 * 1024 * 1024
/** Texts of the largest programs have some 100 KB; they always end within a chunk and its overlap. */
const MOST_TEXT = 1024 * 1024
/** Executables with debug information pass 500 MB; the rest of a larger one is left unread. */
const MOST_FILE = 1024 * 1024 * 1024

/** How every version of Go begins: `go1.26.8`, `devel go1.27-…`. */
const GO = /^(?:go|devel )/
/** What the API takes as a version. */
const VERSION = /^[\x21-\x7e]{1,200}$/
/** Digits of a commit that tell it from all others. */
const SHORT_REVISION = 12

/**
 * Version of the main module, else the commit it was built from; undefined for programs without either.
 *
 * Example output: `v1.4.2`, `v0.0.0-20261109083000-0123456789ab+dirty`, `0123456789ab`
 */
export async function readVersion(executable: string): Promise<string | undefined> {
  const file = await open(executable).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const modules = await findModules(file)
    return modules === undefined ? undefined : versionOf(modules)
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}

async function findModules(file: FileHandle): Promise<string | undefined> {
  const window = Buffer.allocUnsafe(CHUNK + MOST_TEXT)
  for (let from = 0; from < MOST_FILE; from += CHUNK) {
    const { bytesRead } = await file.read(window, 0, window.length, from)
    const bytes = window.subarray(0, bytesRead)
    for (let at = bytes.indexOf(MAGIC); at >= 0 && at < CHUNK; at = bytes.indexOf(MAGIC, at + 1)) {
      const modules = at % ALIGNMENT === 0 ? modulesAt(bytes.subarray(at)) : undefined
      if (modules !== undefined) return modules
    }
    if (bytesRead < window.length) return undefined
  }
  return undefined
}

/** The modules of a head; undefined where the magic stands there by chance. */
function modulesAt(bytes: Buffer): string | undefined {
  if (((bytes[FLAGS] ?? 0) & HAS_TEXTS) === 0) return undefined
  const version = textAt(bytes, HEAD)
  if (version === undefined || !GO.test(version.text.toString('latin1'))) return undefined
  const modules = textAt(bytes, version.end)
  return modules?.text.subarray(MARK, -MARK).toString('utf8')
}

function textAt(bytes: Buffer, from: number): { readonly text: Buffer; readonly end: number } | undefined {
  let length = 0
  let at = from
  for (let shift = 0; shift <= 28; shift += 7) {
    const byte = bytes[at++] ?? 0
    length += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) break
  }
  const end = at + length
  return length <= MOST_TEXT && end <= bytes.length ? { text: bytes.subarray(at, end), end } : undefined
}

/**
 * Example input, with tabs:
 *
 *     path	example.com/shop
 *     mod	example.com/shop	v1.4.2	h1:…
 *     build	vcs.revision=0123456789abcdef…
 *     build	vcs.modified=true
 */
export function versionOf(modules: string): string | undefined {
  const lines = modules.split('\n').map((line) => line.split('\t'))
  const [, , version = ''] = lines.find(([what]) => what === 'mod') ?? []
  if (version !== '(devel)' && VERSION.test(version)) return version
  const settings = new Map(
    lines.flatMap(([what, setting = '']) => {
      const equals = setting.indexOf('=')
      return what === 'build' ? [[setting.slice(0, equals), setting.slice(equals + 1)] as const] : []
    }),
  )
  const revision = settings.get('vcs.revision')?.slice(0, SHORT_REVISION) ?? ''
  if (!VERSION.test(revision)) return undefined
  return settings.get('vcs.modified') === 'true' ? `${revision}+dirty` : revision
}
