import type { KeepDeps, Together } from '#shared/ingest/ingest.ts'
import { heldBack } from '#shared/ingest/remembered.ts'
import type { GroupWriter } from '#shared/store/group-commit.sqlite.ts'

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
