import { INDEXED, type IndexedFolder, objectKey } from '#shared/store/keys.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'

/** The profiles, or the socket tables, of one service of one UTC day. */
export interface ObjectDay {
  readonly folder: IndexedFolder
  readonly tenant: string
  readonly service: string
  /** Start of the day. */
  readonly at: number
  /** What the keys of its objects begin with. */
  readonly prefix: string
  /** The key behind which to begin. */
  readonly after: string | undefined
}

/**
 * These days of every service of every tenant, as the bucket knows them: no table is scanned.
 *
 * @param dates starts of days, oldest first
 * @param after a key of an object: the days before its own are left out
 */
export async function* objectDays(
  objects: ProfileStore,
  dates: readonly number[],
  after?: string,
): AsyncGenerator<ObjectDay> {
  for (const folder of INDEXED) {
    for (const tenant of await namesIn(objects, folder)) {
      for (const escaped of await namesIn(objects, objectKey.indexedOf(folder, tenant))) {
        // That of batches of several services is `+`, which no name is escaped to.
        const service = decodeURIComponent(escaped)
        for (const at of dates) {
          const prefix = objectKey.indexedDay(folder, tenant, service, at)
          const order = after === undefined ? 1 : compareParts(prefix, after)
          if (order < 0) continue
          yield { folder, tenant, service, at, prefix, after: order === 0 ? after : undefined }
        }
      }
    }
  }
}

async function namesIn(objects: ProfileStore, prefix: string): Promise<string[]> {
  const names: string[] = []
  for await (const name of objects.folders(prefix)) names.push(name)
  return names.sort()
}

/** Folder by folder, as the days are gone through; 0 where the key lies below the prefix. */
function compareParts(prefix: string, key: string): number {
  const others = key.split('/')
  for (const [i, part] of prefix.split('/').slice(0, -1).entries()) {
    const other = others[i] ?? ''
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}
