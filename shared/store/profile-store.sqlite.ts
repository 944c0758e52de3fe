import { randomInt } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { Writer } from './group-commit.sqlite.ts'
import type { ProfileStore, PutResult, StoredProfile } from './profile-store.ts'
import { undamaged } from './store-error.sqlite.ts'
import { DamagedError } from './store-error.ts'

/** Bytes that are written or read at one time; more would hold up the thread: 64 MB for 1.2 s (2026-11-29). */
const SLICE = 1024 * 1024
/** Keys of a list that are read at one time. */
const PAGE = 1_000
/** Sorts behind every key. */
const LAST = '\u{10ffff}'
/** The character after `/`: what sorts behind a folder. */
const BEHIND_SLASH = '0'
/** Numbers of sliced objects are drawn from this many. */
const NUMBERS = 2 ** 48 - 1

interface ProfilesOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly presignPut: ProfileStore['presignPut']
  /** Hears of each damaged object that was to be read. */
  readonly onDamage: (damage: DamagedError) => void
  /** @throws StorageFullError where too little room is left for so many bytes */
  readonly requireRoom: (bytes: number) => void
}

interface Head {
  readonly bytes: number
  /** Number of the slices behind the first one; null: there are none. */
  readonly slices: number | null
  readonly crc: number
  /** JSON. */
  readonly metadata: string
  readonly body: Uint8Array
}

interface Slice {
  readonly crc: number
  readonly body: Uint8Array
}

/** Profiles in the database of a data folder: one of more than `SLICE` in several rows, of which the first makes it visible. */
export function sqliteProfileStore(
  database: DatabaseSync,
  { write }: Writer,
  { now, presignPut, onDamage, requireRoom }: ProfilesOptions,
): ProfileStore {
  const head = database.prepare('SELECT bytes, slices, crc, metadata, body FROM object WHERE key = ?')
  const holder = database.prepare('SELECT metadata FROM object WHERE key = ?')
  const size = database.prepare('SELECT bytes, slices FROM object WHERE key = ?')
  const insert = database.prepare(
    'INSERT INTO object (key, folder, stored_at, bytes, slices, crc, metadata, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM object WHERE key = ?')
  const slice = database.prepare('SELECT crc, body FROM slice WHERE slices = ? AND n = ?')
  const insertSlice = database.prepare('INSERT INTO slice (slices, n, crc, body) VALUES (?, ?, ?, ?)')
  const removeSlices = database.prepare('DELETE FROM slice WHERE slices = ?')
  const keys = database.prepare('SELECT key FROM object WHERE key >= ? AND key < ? ORDER BY key LIMIT ?')

  const read = <Found>(key: string, held: () => Found): Found => undamaged('object', key, onDamage, held)
  const sizeOf = (key: string): Pick<Head, 'bytes' | 'slices'> | undefined =>
    read(key, () => size.get(key) as unknown as Head | undefined)
  const putHead = ({ key, body, metadata }: StoredProfile, slices: number | null): Promise<PutResult> => {
    const [first, text] = [Buffer.from(body.subarray(0, SLICE)), JSON.stringify(metadata)]
    return write(() => {
      const taken = holder.get(key) as { metadata: string } | undefined
      if (taken !== undefined) {
        const { sha256 = '' } = JSON.parse(taken.metadata)
        return sha256 === metadata.sha256 ? { outcome: 'stored' } : { outcome: 'taken', sha256 }
      }
      const crc = headChecksum(key, text, first)
      insert.run(key, folderOf(key), now(), body.byteLength, slices, crc, text, first)
      return { outcome: 'stored' }
    })
  }
  return {
    put: async (profile) => {
      const { body } = profile
      requireRoom(body.byteLength)
      if (body.byteLength <= SLICE) return putHead(profile, null)
      const slices = randomInt(NUMBERS)
      const count = Math.ceil(body.byteLength / SLICE)
      for (let n = 1; n < count; n++) {
        const part = body.subarray(n * SLICE, (n + 1) * SLICE)
        await write(() => insertSlice.run(slices, n, crc32(part), part))
      }
      const put = await putHead(profile, slices)
      if (sizeOf(profile.key)?.slices !== slices) await write(() => removeSlices.run(slices))
      return put
    },
    get: async (key) => {
      const found = read(key, () => {
        const held = head.get(key) as unknown as Head | undefined
        if (held !== undefined) requireSame(key, held.crc, headChecksum(key, held.metadata, held.body))
        return held
      })
      if (found === undefined) return undefined
      const { bytes, slices, metadata, body } = found
      const parts = [body]
      for (let n = 1; n < Math.ceil(bytes / SLICE); n++) {
        await setImmediate()
        const part = read(key, () => {
          const held = slice.get(slices, n) as unknown as Slice | undefined
          if (held === undefined) throw new DamagedError('object', key, `its slice ${n} is missing`)
          requireSame(key, held.crc, crc32(held.body))
          return held
        })
        parts.push(part.body)
      }
      return { key, body: parts.length === 1 ? body : Buffer.concat(parts), metadata: JSON.parse(metadata) }
    },
    size: async (key) => sizeOf(key)?.bytes,
    remove: async (key) => {
      await write(() => remove.run(key))
    },
    list: async function* (prefix, after = '') {
      let last = after
      for (let from = after > prefix ? after : prefix; ; from = last) {
        const page = keys.all(from, prefix + LAST, PAGE) as { key: string }[]
        for (const { key } of page) if (key !== last) yield key
        if (page.length < PAGE) return
        last = page.at(-1)?.key ?? from
      }
    },
    folders: async function* (prefix) {
      for (let from = prefix; ; ) {
        const [found] = keys.all(from, prefix + LAST, 1) as { key: string }[]
        if (found === undefined) return
        const end = found.key.indexOf('/', prefix.length)
        if (end >= 0) yield found.key.slice(prefix.length, end)
        from = end < 0 ? `${found.key}\0` : found.key.slice(0, end) + BEHIND_SLASH
      }
    },
    presignPut,
  }
}

/** What keys begin with, up to the first `/`: retention differs by it. */
const folderOf = (key: string): string => key.slice(0, key.indexOf('/') + 1)

const headChecksum = (key: string, metadata: string, body: Uint8Array): number =>
  crc32(body, crc32(`${key}\n${metadata}`))

function requireSame(key: string, crc: number, actual: number): void {
  if (actual !== crc) throw new DamagedError('object', key, `its CRC-32 is ${actual} and was ${crc}`)
}

/** Removes what puts left that were cut off before their object could be seen. Nothing may be under way. */
export function removeLooseSlices(database: DatabaseSync): void {
  database.exec('DELETE FROM slice WHERE slices NOT IN (SELECT slices FROM object WHERE slices IS NOT NULL)')
}
