/** What is said between the server and the threads that read. */

import type { ReadLimits } from '#shared/goroutine/model.ts'
import type { ReadProfileBody } from '#shared/ingest/read-profile-body.ts'

export interface ReadCall {
  readonly body: Uint8Array
  readonly limits: ReadLimits
}

export type ReadAnswer =
  | { readonly answer: Awaited<ReturnType<ReadProfileBody>> }
  | { readonly error: unknown }
