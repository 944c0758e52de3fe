/** What is said between the server and the threads that read. */

import type { ReadLimits } from '#shared/goroutine/model.ts'
import type { ReadProfileBody } from '#shared/ingest/read-profile-body.ts'
import type { GroupSocketBody, SocketBodyContext } from '#shared/ingest/socket-body.ts'

/** A body in memory that both threads see, so that nothing is copied, and what it is: a profile or a socket table. */
export type ReadCall = { readonly body: Uint8Array } & (
  | { readonly limits: ReadLimits }
  | { readonly sockets: SocketBodyContext }
)

/** What a thread is to read, in this order. */
export type ReadCalls = readonly ReadCall[]

export type ReadAnswer =
  | { readonly answer: Awaited<ReturnType<ReadProfileBody | GroupSocketBody>> }
  | { readonly error: unknown }

/** Of the next calls, in their order. */
export type ReadAnswers = readonly ReadAnswer[]
