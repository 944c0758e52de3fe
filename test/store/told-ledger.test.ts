import { toldLedger } from '#shared/store/told-ledger.ts'
import { toldLedgerContract } from '#test/contract/told-ledger.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('told ledger', (make, clock) => toldLedgerContract(() => toldLedger(make()), clock))
