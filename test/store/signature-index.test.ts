import { signatureIndex } from '#shared/store/signature-index.ts'
import { signatureIndexContract } from '#test/contract/signature-index.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('signature index', (make) => signatureIndexContract(() => signatureIndex(make())))
