import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { snapshotIndexContract } from '#test/contract/snapshot-index.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('snapshot index', (make, clock) => snapshotIndexContract(() => snapshotIndex(make()), clock))
