import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { snapshotBatchesContract } from '#test/contract/snapshot-batches.ts'
import { snapshotIndexContract } from '#test/contract/snapshot-index.ts'
import { LAYOUTS } from '#test/support/layouts.ts'
import { overRowStores } from '#test/support/stores.ts'

for (const [name, layouts] of LAYOUTS)
  overRowStores(`snapshot index ${name}`, (make, clock) => {
    snapshotIndexContract(() => snapshotIndex(make(), layouts), clock)
    snapshotBatchesContract(() => snapshotIndex(make(), layouts), clock)
  })
