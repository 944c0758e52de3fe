import { blockStore } from '#shared/store/block-store.ts'
import { blockStoreContract, RETENTION_DAYS } from '#test/contract/block-store.ts'
import { LAYOUTS } from '#test/support/layouts.ts'
import { overRowStores } from '#test/support/stores.ts'

for (const [name, layouts] of LAYOUTS)
  overRowStores(`block store ${name}`, (make, clock) =>
    blockStoreContract(() => blockStore(make(), RETENTION_DAYS, layouts), clock),
  )
