import { webhookStore } from '#shared/store/webhook-store.ts'
import { webhookStoreContract } from '#test/contract/webhook-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('webhook store', (make, clock) => webhookStoreContract(() => webhookStore(make()), clock))
