/**
 * Where an object key lies below its bucket's folder, and back.
 * A folder holds one contiguous range of keys, so a walk in name order is a walk in the order of S3.
 */

/** A string of UTF-8 bytes, one character each: `<` on two of them is the byte order S3 lists by. */
export type ByteString = string

/** Where a key or a prefix leads. */
export interface Place {
  /** Folder names from the bucket down. */
  readonly folders: readonly string[]
  /** What the folders stand for: every key below them starts with it. */
  readonly start: ByteString
  /** What is left after `start`: no `/` in it, shorter than CHUNK; may be empty. */
  readonly rest: ByteString
}

/** Part of a key that one name on disk stands for. */
export interface Entry {
  readonly kind: 'object' | 'folder'
  readonly part: ByteString
}

/** Bytes a name stands for: three characters each and the sigil stay under the 255 of most file systems. */
const CHUNK = 80
/** The first character of a name. One that comes before the name keeps `..` and `nul` harmless. */
const OBJECT = '='
const FOLDER = '+'
const CONTINUED = '~'

export const toByteString = (key: string): ByteString => Buffer.from(key, 'utf8').toString('latin1')
export const fromByteString = (bytes: ByteString): string => Buffer.from(bytes, 'latin1').toString('utf8')

/**
 * Splits a key at each `/`, and a longer part after each CHUNK bytes.
 *
 * Example input: `a/B c.gz`. Example output: folders `+a`, start `a/`, rest `B c.gz`.
 */
export function placeOf(key: ByteString): Place {
  const folders: string[] = []
  let at = 0
  for (;;) {
    const slash = key.indexOf('/', at)
    const end = slash < 0 ? key.length : slash
    if (end - at >= CHUNK) {
      folders.push(CONTINUED + encode(key.slice(at, at + CHUNK)))
      at += CHUNK
    } else if (slash >= 0) {
      folders.push(FOLDER + encode(key.slice(at, slash)))
      at = slash + 1
    } else {
      return { folders, start: key.slice(0, at), rest: key.slice(at) }
    }
  }
}

/** File name of the object that `rest` of a place names: `B c.gz` is `=%42%20c.gz`. */
export const objectName = (rest: ByteString): string => OBJECT + encode(rest)

/** Reads a name on disk; undefined for a name this store does not write. */
export function readName(name: string): Entry | undefined {
  const part = name
    .slice(1)
    .replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)))
  switch (name[0]) {
    case OBJECT:
      return { kind: 'object', part }
    case FOLDER:
      return { kind: 'folder', part: `${part}/` }
    case CONTINUED:
      return { kind: 'folder', part }
    default:
      return undefined
  }
}

/** Capitals are encoded because two names may not differ in case alone on Windows and macOS, nor end in a dot. */
function encode(part: ByteString): string {
  return part.replace(/[^a-z0-9_.-]|\.$/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
