/** A service that is to be judged. */
export interface JudgeRequest {
  readonly tenant: string
  readonly service: string
}

/** The port to the queue before `functions/judge-service`. Delivers at least once, in any order. */
export interface JudgeQueue {
  /** Returns only when every request is durable; after an error some may be, and sending all again does no harm. */
  send(requests: readonly JudgeRequest[]): Promise<void>
}
