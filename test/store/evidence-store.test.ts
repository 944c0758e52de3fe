import { evidenceStore } from '#shared/store/evidence-store.ts'
import { evidenceStoreContract } from '#test/contract/evidence-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('evidence store', (make, clock) => evidenceStoreContract(() => evidenceStore(make()), clock))
