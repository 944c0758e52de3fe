import { createHash } from 'node:crypto'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as v from 'valibot'

interface Held {
  readonly id: string
  readonly body: string
  hiddenUntil: number
}

interface StubbedQueue {
  readonly messages: Held[]
  readonly deadLetters?: string
}

const Id = v.object({ Id: v.string() })
const Call = {
  GetQueueUrl: v.object({ QueueName: v.string() }),
  GetQueueAttributes: v.object({ QueueUrl: v.string() }),
  ReceiveMessage: v.object({
    QueueUrl: v.string(),
    MaxNumberOfMessages: v.number(),
    VisibilityTimeout: v.number(),
  }),
  SendMessageBatch: v.object({
    QueueUrl: v.string(),
    Entries: v.array(v.object({ ...Id.entries, MessageBody: v.string() })),
  }),
  DeleteMessageBatch: v.object({
    QueueUrl: v.string(),
    Entries: v.array(v.object({ ...Id.entries, ReceiptHandle: v.string() })),
  }),
}

const ARN = 'arn:aws:sqs:us-east-1:123456789012:'
const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/'
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** Queues of SQS in this process behind the real client; time stands still unless a test moves it. */
export function stubbedQueues(names: Readonly<Record<string, string | undefined>>) {
  const clock = { seconds: 0 }
  const queues = new Map(
    Object.entries(names).map(([name, deadLetters]): [string, StubbedQueue] => [
      name,
      { messages: [], ...(deadLetters === undefined ? {} : { deadLetters }) },
    ]),
  )
  /** What is refused, what is lost after it was done. */
  const faults = { refuses: (_body: string): boolean => false, loses: (_action: string): boolean => false }
  let ids = 0
  const queue = (url: string): StubbedQueue => {
    const found = queues.get(url.slice(URL.length))
    if (found === undefined) throw new Error(`there is no queue ${url}`)
    return found
  }
  const add = (to: StubbedQueue, body: string): string => {
    const id = `m${++ids}`
    to.messages.push({ id, body, hiddenUntil: 0 })
    return id
  }

  const actions: Readonly<Record<string, (body: unknown) => unknown>> = {
    GetQueueUrl: (body) => ({ QueueUrl: URL + v.parse(Call.GetQueueUrl, body).QueueName }),
    GetQueueAttributes: (body) => {
      const { deadLetters } = queue(v.parse(Call.GetQueueAttributes, body).QueueUrl)
      return { Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: ARN + deadLetters }) } }
    },
    ReceiveMessage: (body) => {
      const { QueueUrl, MaxNumberOfMessages, VisibilityTimeout } = v.parse(Call.ReceiveMessage, body)
      const seen = queue(QueueUrl).messages.filter(({ hiddenUntil }) => hiddenUntil <= clock.seconds)
      const taken = seen.slice(0, MaxNumberOfMessages)
      for (const message of taken) message.hiddenUntil = clock.seconds + VisibilityTimeout
      return {
        Messages: taken.map(({ id, body: Body }) => ({
          MessageId: id,
          ReceiptHandle: id,
          Body,
          MD5OfBody: md5(Body),
        })),
      }
    },
    SendMessageBatch: (body) => {
      const { QueueUrl, Entries } = v.parse(Call.SendMessageBatch, body)
      const refused = Entries.filter(({ MessageBody }) => faults.refuses(MessageBody))
      const good = Entries.filter((entry) => !refused.includes(entry))
      return {
        Successful: good.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: add(queue(QueueUrl), MessageBody),
          MD5OfMessageBody: md5(MessageBody),
        })),
        Failed: refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
      }
    },
    DeleteMessageBatch: (body) => {
      const { QueueUrl, Entries } = v.parse(Call.DeleteMessageBatch, body)
      const { messages } = queue(QueueUrl)
      for (const { ReceiptHandle } of Entries) {
        const at = messages.findIndex(({ id }) => id === ReceiptHandle)
        if (at >= 0) messages.splice(at, 1)
      }
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] }
    },
  }

  const handle = async (request: { body: Uint8Array; headers: Record<string, string> }) => {
    const action = request.headers['x-amz-target']?.split('.').at(-1) ?? ''
    const text = JSON.stringify(actions[action]?.(JSON.parse(Buffer.from(request.body).toString())))
    if (faults.loses(action)) throw new Error('the connection was reset')
    const headers = { 'content-type': 'application/x-amz-json-1.0' }
    return { response: { statusCode: 200, headers, body: Buffer.from(text) } }
  }

  return {
    clock,
    faults,
    client: new SQSClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: { handle } as never,
    }),
    put: (name: string, ...bodies: string[]) => {
      for (const body of bodies) add(queue(URL + name), body)
    },
    bodies: (name: string): string[] => queue(URL + name).messages.map(({ body }) => body),
  }
}
