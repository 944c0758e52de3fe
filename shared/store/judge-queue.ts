/** A service that is to be judged, or a part of one that is to be closed. */
export interface JudgeRequest {
  readonly tenant: string
  readonly service: string
  /** When a plan asked for it, milliseconds since the epoch: what is judged since need not be judged again. */
  readonly plannedAt?: number | undefined
  /** Runs before this one that asked for the next because their time was over. */
  readonly hops?: number | undefined
  /** Of a service that is spread: this part alone is to be closed, up to the hour `to`, milliseconds since the epoch. */
  readonly part?: string | undefined
  readonly to?: number | undefined
}

/** The port to the queue before `functions/judge-service`. Delivers at least once, in any order. */
export interface JudgeQueue {
  /** Returns only when every request is durable; after an error some may be, and sending all again does no harm. */
  send(requests: readonly JudgeRequest[]): Promise<void>
}
