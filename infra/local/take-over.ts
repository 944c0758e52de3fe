import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { EVERYTHING } from '#shared/access/mint.ts'
import { tokenHash } from '#shared/access/token.ts'
import { parseIndexedKey } from '#shared/store/keys.ts'
import { LOCAL_TENANT, readToken } from './first-token.ts'
import { lockFolder } from './folder-lock.ts'
import { openStores } from './open-stores.ts'

/** Parts of a data folder from before 2026-11-29. */
const OLD_PARTS = ['dynamodb', 's3', 'queue'] as const
/** Where they lie afterwards. */
export const OLD_FOLDER = 'before-2026-11-29'

/** The folder has the format of before 2026-11-29. */
export class OldFolderError extends Error {
  constructor(directory: string) {
    super(`${directory} has the format of before 2026-11-29`)
    this.name = 'OldFolderError'
  }
}

/** @throws OldFolderError */
export function requireNewFolder(directory: string): void {
  if (OLD_PARTS.some((part) => existsSync(join(directory, part)))) throw new OldFolderError(directory)
}

/** What was taken over. */
export interface TakenOver {
  readonly objects: number
  /** Files that were no whole objects. */
  readonly damaged: readonly string[]
}

/**
 * Puts profiles, socket tables, reports and the first token of an old data folder into a new database. The old files stay, in
 * a folder of their own. Charts and verdicts follow when the next start has indexed the profiles.
 *
 * @throws FolderInUseError
 */
export async function takeOver(directory: string, now: number): Promise<TakenOver> {
  const lock = lockFolder(directory)
  let clock = now
  const { folder, stores } = openStores(directory, { now: () => clock, keepDays: 0 })
  try {
    let objects = 0
    const damaged: string[] = []
    for (const entry of await readdir(join(directory, 's3'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const object = objectIn(await readFile(path))
      if (object === undefined) {
        damaged.push(path)
        continue
      }
      const { key, body, metadata, modified } = object
      // Its age counts from the day on which it came.
      clock = modified
      await folder.profiles.put({ key, body, metadata })
      if (parseIndexedKey(key) !== undefined) await folder.queue.send({ key })
      objects++
    }
    clock = now
    const token = await readToken(directory)
    const record = { tenant: LOCAL_TENANT, name: 'first start', ...EVERYTHING, createdAt: now }
    if (token !== undefined) await stores.tokens.put({ ...record, sha256: tokenHash(token) })
    await mkdir(join(directory, OLD_FOLDER), { mode: 0o700 })
    for (const part of OLD_PARTS)
      if (existsSync(join(directory, part)))
        await rename(join(directory, part), join(directory, OLD_FOLDER, part))
    return { objects, damaged }
  } finally {
    await folder.close()
    await lock.close()
  }
}

/** Ends every file of an object; before it the length of the JSON before that, 4 bytes little-endian. */
const MARK = 'TMO1'

interface OldObject {
  readonly key: string
  readonly body: Uint8Array
  readonly metadata: Readonly<Record<string, string>>
  /** Milliseconds since the epoch. */
  readonly modified: number
}

/** `body | JSON | length | mark`; undefined: it is no whole object. */
function objectIn(file: Buffer): OldObject | undefined {
  if (file.toString('latin1', file.length - MARK.length) !== MARK) return undefined
  const end = file.length - MARK.length - 4
  const start = end - file.readUInt32LE(end)
  const head = JSON.parse(file.toString('utf8', start, end)) as Omit<OldObject, 'body'> & { size: number }
  return head.size === start ? { ...head, body: file.subarray(0, start) } : undefined
}
