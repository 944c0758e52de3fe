import { assemble, type Stores } from '#functions/deps.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { type Folder, type FolderOptions, openFolder } from './open-folder.ts'
import { togetherOver } from './together.ts'

export interface StoreOptions extends FolderOptions {
  /** Days that profiles and blocks are kept. */
  readonly keepDays: number
}

/** Slots of a minute, as on AWS. */
const RESOLUTION = '60'

/** Everything that a use case is handed, over a data folder: the API and the judge each open it in their own thread. */
export function openStores(
  directory: string,
  options: StoreOptions,
): { readonly folder: Folder; readonly stores: Stores & { indexQueue: IndexQueue; now: () => number } } {
  const folder = openFolder(directory, options)
  const env = { INGEST_RESOLUTION_SECONDS: RESOLUTION, RETENTION_DAYS: String(options.keepDays) }
  const rim = { indexQueue: folder.queue, now: options.now }
  const stores = assemble(env, rim, folder.rows, folder.profiles)
  const within = assemble(env, rim, folder.within.rows, folder.within.profiles)
  const together = togetherOver(stores, within, folder.writer)
  return { folder, stores: { ...stores, together } }
}
