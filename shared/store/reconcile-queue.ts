import type { IndexedFolder } from './keys.ts'

/** The profiles, or the socket tables, of one service and UTC day, that are to be compared with the index. */
export interface ReconcileRequest {
  readonly folder: IndexedFolder
  readonly tenant: string
  /** `+`: batches of several services. */
  readonly service: string
  /** Start of the day, milliseconds since the epoch. */
  readonly day: number
  /** The last key that is compared; undefined: none is. */
  readonly after?: string | undefined
  /** Runs before this one that asked for the next because their time was over. */
  readonly hops?: number | undefined
}

/** The port to the queue before `functions/reconcile-day`. Delivers at least once, in any order. */
export interface ReconcileQueue {
  /** Returns only when every request is durable; after an error some may be, and sending all again does no harm. */
  send(requests: readonly ReconcileRequest[]): Promise<void>
}
