import { deliveryLog } from '#shared/store/delivery-log.ts'
import { deliveryLogContract } from '#test/contract/delivery-log.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('delivery log', (make, clock) => deliveryLogContract(() => deliveryLog(make()), clock))
