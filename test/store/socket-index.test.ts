import { socketIndex } from '#shared/store/socket-index.ts'
import { socketIndexContract } from '#test/contract/socket-index.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('socket index', (make, clock) => socketIndexContract(() => socketIndex(make()), clock))
