/** A service that is to be judged. */
export interface JudgeRequest {
  readonly tenant: string
  readonly service: string
  /** When a plan asked for it, milliseconds since the epoch: what is judged since need not be judged again. */
  readonly plannedAt?: number | undefined
  /** Runs before this one that asked for the next because their time was over. */
  readonly hops?: number | undefined
}

/** The port to the queue before `functions/judge-service`. Delivers at least once, in any order. */
export interface JudgeQueue {
  /** Returns only when every request is durable; after an error some may be, and sending all again does no harm. */
  send(requests: readonly JudgeRequest[]): Promise<void>
}
