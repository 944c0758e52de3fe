import { directory } from '#shared/store/directory.ts'
import { directoryContract, RETENTION_DAYS } from '#test/contract/directory.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('directory', (make, clock) => directoryContract(() => directory(make(), RETENTION_DAYS), clock))
