import { directory } from '#shared/store/directory.ts'
import { directoryContract } from '#test/contract/directory.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('directory', (make) => directoryContract(() => directory(make())))
