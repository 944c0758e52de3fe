/** A profile or socket table that S3 holds and the index does not: the message that has it indexed later. */
export interface IndexMessage {
  /** Key of the object. */
  readonly key: string
}

/** The port to the queue before `functions/index-upload`. Delivers at least once. */
export interface IndexQueue {
  /** Returns only when the message is durable. */
  send(message: IndexMessage): Promise<void>
  /** The same of many, in messages of several where that is cheaper; undefined: one after the other is as good. */
  readonly sendAll?: (keys: readonly string[]) => Promise<void>
}

/** Messages sent at one time. */
const SENDS = 10

/** Has many objects indexed. Returns only when all are durable; after an error some may be. */
export async function queueKeys(queue: IndexQueue, keys: readonly string[]): Promise<void> {
  if (queue.sendAll !== undefined) return queue.sendAll(keys)
  for (let i = 0; i < keys.length; i += SENDS)
    await Promise.all(keys.slice(i, i + SENDS).map((key) => queue.send({ key })))
}
