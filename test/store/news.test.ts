import { news } from '#shared/store/news.ts'
import { newsContract } from '#test/contract/news.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('news', (make, clock) => newsContract(() => news(make()), clock))
