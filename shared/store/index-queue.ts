/** A profile or socket table that S3 holds and the index does not: the message that has it indexed later. */
export interface IndexMessage {
  /** Key of the object. */
  readonly key: string
}

/** The port to the queue before `functions/index-upload`. Delivers at least once. */
export interface IndexQueue {
  /** Returns only when the message is durable. */
  send(message: IndexMessage): Promise<void>
}
