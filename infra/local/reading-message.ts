/** What is said between the server and the threads that read. */

import type { ReadLimits } from '#shared/goroutine/model.ts'
import type { ReadProfileBody } from '#shared/ingest/read-profile-body.ts'

export interface ReadCall {
  /** In memory that both threads see, so that nothing is copied. */
  readonly body: Uint8Array
  readonly limits: ReadLimits
}

/** What a thread is to read, in this order. */
export type ReadCalls = readonly ReadCall[]

export type ReadAnswer =
  | { readonly answer: Awaited<ReturnType<ReadProfileBody>> }
  | { readonly error: unknown }

/** Of the next calls, in their order. */
export type ReadAnswers = readonly ReadAnswer[]
