import { blockStore } from '#shared/store/block-store.ts'
import { blockStoreContract, RETENTION_DAYS } from '#test/contract/block-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('block store', (make, clock) =>
  blockStoreContract(() => blockStore(make(), RETENTION_DAYS), clock),
)
