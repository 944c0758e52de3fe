import { tokenStore } from '#shared/store/token-store.ts'
import { tokenStoreContract } from '#test/contract/token-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('token store', (make, clock) => tokenStoreContract(() => tokenStore(make()), clock))
