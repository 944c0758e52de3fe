import { rowStoreContract } from '#test/contract/rows.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('rows', rowStoreContract)
