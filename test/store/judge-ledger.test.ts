import { judgeLedger } from '#shared/store/judge-ledger.ts'
import { judgeLedgerContract } from '#test/contract/judge-ledger.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('judge ledger', (make, clock) => judgeLedgerContract(() => judgeLedger(make()), clock))
