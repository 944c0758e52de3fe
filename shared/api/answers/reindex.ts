import * as v from 'valibot'
import { count } from './common.ts'

/** The answer to `POST /v1/reindex`. */
export const Reindexing = v.object({
  queued: v.pipe(count, v.description('Number of profiles and socket tables to be indexed again')),
  next: v.pipe(v.exactOptional(v.string()), v.description('Cursor of the next page; absent on the last')),
})
