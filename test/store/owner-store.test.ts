import { ownerStore } from '#shared/store/owner-store.ts'
import { ownerStoreContract } from '#test/contract/owner-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('owner store', (make) => ownerStoreContract(() => ownerStore(make())))
