import { uploadStore } from '#shared/store/upload-store.ts'
import { uploadStoreContract } from '#test/contract/upload-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('upload store', (make, clock) => uploadStoreContract(() => uploadStore(make()), clock))
