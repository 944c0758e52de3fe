import * as v from 'valibot'

/** S3 sends this when it is told where its events go. */
const TestEvent = v.object({ Event: v.literal('s3:TestEvent') })

/** Records of S3's events; only the key is read. */
const ObjectEvents = v.object({
  Records: v.array(
    v.object({
      eventName: v.string(),
      s3: v.object({ object: v.object({ key: v.pipe(v.string(), v.nonEmpty()) }) }),
    }),
  ),
})

/** What ingest sends where the index did not answer. */
const Key = v.pipe(v.string(), v.nonEmpty())
const IndexMessage = v.object({ key: Key })
/** What a rebuild of the index sends. */
const IndexMessages = v.object({ keys: v.array(Key) })

const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([ObjectEvents, TestEvent, IndexMessage, IndexMessages]),
)

/**
 * Keys of the objects that a message of the queue asks to have indexed.
 *
 * Example input: `{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"uploads/acme/a+b"}}}]}`
 * Example output: `['uploads/acme/a b']`
 *
 * Source: "Event message structure", Amazon S3 User Guide: keys are URL-encoded there, a space as `+`.
 * @throws Error where the message is none of the four, or a key of S3 cannot be decoded
 */
export function keysOf(body: string): string[] {
  const message = v.parse(Message, body)
  if ('key' in message) return [message.key]
  if ('keys' in message) return message.keys
  if ('Event' in message) return []
  const created = message.Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated:'))
  return created.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll('+', ' ')))
}
