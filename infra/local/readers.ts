import { BODY_READERS } from '#functions/api/body/body-readers.ts'
import type { Refusal } from '#shared/api/reason.ts'
import { inflateNow } from '#shared/goroutine/inflate.ts'
import { groupSocketBodyHere } from '#shared/ingest/group-socket-body.ts'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'

/** All that a thread can be asked to read, by name. */
export const READERS = {
  ...BODY_READERS,
  readProfileBody: readProfileBodyHere(() => performance.now(), inflateNow),
  groupSocketBody: groupSocketBodyHere,
}

export type Readers = typeof READERS

/** What a thread is to read: a body in memory that both threads see, so that nothing is copied, and how. */
export interface ReadCall {
  readonly reader: keyof Readers
  readonly body: Uint8Array
  readonly how: unknown
}

/** What became of a call; answers come in the order of the calls. */
export type ReadAnswer =
  | { readonly read: unknown }
  | { readonly refusal: Refusal }
  | { readonly error: unknown }
