import { assemble, type Stores } from '#functions/deps.ts'
import type { KeepDeps, Together } from '#shared/ingest/ingest.ts'
import { heldBack } from '#shared/ingest/remembered.ts'
import type { GroupWriter } from '#shared/store/group-commit.sqlite.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { type Folder, type FolderOptions, openFolder } from './open-folder.ts'

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

/** Bytes of a push that may hold up those that share its transaction: a write of one slice of `profile-store.sqlite.ts`. */
const AT_ONCE = 1024 * 1024

/**
 * Has the writes of a push share a transaction, and larger pushes write one thing after the other.
 *
 * @param within the same stores as `stores`, over the writer's `within`
 */
export const togetherOver =
  (stores: KeepDeps, within: KeepDeps, writer: Pick<GroupWriter, 'together'>): Together =>
  async (bytes, work) => {
    if (bytes > AT_ONCE) return work(stores)
    const [result, written] = await writer.together(async () => {
      // What the transaction does not keep was never written.
      const memory = heldBack(stores.remembered)
      return [await work({ ...within, remembered: memory }), memory] as const
    })
    written.keep()
    return result
  }
