import { profileStoreContract } from '#test/contract/profile-store.ts'
import { overProfileStores } from '#test/support/stores.ts'

overProfileStores('profile store', profileStoreContract)
