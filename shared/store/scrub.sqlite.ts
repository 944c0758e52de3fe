import type { DatabaseSync } from 'node:sqlite'
import type { ProfileStore } from './profile-store.ts'
import type { RowStore } from './rows.ts'
import { DamagedError } from './store-error.ts'

/** A row or an object that was read and checked. */
export interface Scrubbed {
  readonly what: DamagedError['what']
  /** As it was read from the disk; a row is counted as one page. */
  readonly bytes: number
  /** undefined: it is what was written. */
  readonly damage: DamagedError | undefined
}

interface ScrubbedFolder {
  readonly database: DatabaseSync
  readonly rows: RowStore
  readonly profiles: ProfileStore
}

/** Keys that are read at one time. */
const PAGE = 100
const ROW_BYTES = 8_192

/**
 * Reads every row and every object of a data folder against its checksum, one after the other; who asks sets the pace.
 *
 * The keys come from the indexes alone, so that a damaged place hides nothing behind it.
 */
export async function* scrub({ database, rows, profiles }: ScrubbedFolder): AsyncGenerator<Scrubbed> {
  const rowKeys = database.prepare('SELECT pk, sk FROM row WHERE (pk, sk) > (?, ?) ORDER BY pk, sk LIMIT ?')
  for (let last = { pk: '', sk: '' }; ; ) {
    const page = rowKeys.all(last.pk, last.sk, PAGE) as unknown as (typeof last)[]
    for (const key of page)
      yield { what: 'row', bytes: ROW_BYTES, damage: await damageOf(() => rows.get(key)) }
    last = page.at(-1) ?? last
    if (page.length < PAGE) break
  }
  for await (const key of profiles.list('')) {
    let bytes = 0
    const damage = await damageOf(async () => {
      bytes = (await profiles.get(key))?.body.byteLength ?? 0
    })
    yield { what: 'object', bytes, damage }
  }
}

async function damageOf(read: () => Promise<unknown>): Promise<DamagedError | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (error instanceof DamagedError) return error
    throw error
  }
}
