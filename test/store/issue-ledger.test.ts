import { issueLedger } from '#shared/store/issue-ledger.ts'
import { issueLedgerContract } from '#test/contract/issue-ledger.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('issue ledger', (make, clock) => issueLedgerContract(() => issueLedger(make()), clock))
