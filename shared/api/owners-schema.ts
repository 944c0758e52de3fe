import * as v from 'valibot'
import { exactly } from './json-body.ts'

/** Characters of the rules: a row holds them. */
const MOST = 64 * 1024

/** What `PATCH /v1/owners` takes. */
export const OwnersPatch = exactly({
  text: v.pipe(
    v.string('must be text'),
    v.maxLength(MOST, `must have at most ${MOST} characters`),
    v.regex(/^[^\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must not hold line separators or half characters'),
    v.regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u, 'must not hold control characters'),
  ),
})
