import { reportStore } from '#shared/store/report-store.ts'
import { reportStoreContract } from '#test/contract/report-store.ts'
import { overProfileStores } from '#test/support/stores.ts'

overProfileStores('report store', (make) => reportStoreContract(() => reportStore(make())))
