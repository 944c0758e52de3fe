import * as v from 'valibot'
import { count } from './common.ts'

/** The answer to `GET /v1/owners`: who owns what, as it was written. */
export const Owners = v.object({
  text: v.string(),
  rules: v.pipe(count, v.description('Lines that name owners')),
  revision: v.pipe(count, v.description('Grows by one with every change; the ETag')),
})
