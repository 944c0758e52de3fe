import { createHash } from 'node:crypto'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as v from 'valibot'

const MessageAttributes = v.optional(v.object({ requestId: v.object({ StringValue: v.string() }) }))
const Entry = v.object({ Id: v.string(), MessageBody: v.string(), MessageAttributes })
const Call = v.union([
  v.object({ QueueUrl: v.string(), Entries: v.array(Entry) }),
  v.object({ QueueUrl: v.string(), MessageBody: v.string(), MessageAttributes }),
])

/** How an entry of a batch is refused. */
interface Refusal {
  readonly Code: string
  readonly SenderFault: boolean
}

/** SQS as far as sending goes: the real client, its requests answered in this process. */
export function stubbedSqs() {
  const calls: number[] = []
  const sent: { url: string; body: string; requestId: string | undefined }[] = []
  const faults = { isDown: false, refuse: (_body: string): Refusal | undefined => undefined }

  function answer(call: v.InferOutput<typeof Call>): unknown {
    const { QueueUrl: url } = call
    const entries = 'Entries' in call ? call.Entries : [{ ...call, Id: '' }]
    calls.push(entries.length)
    const outcomes = entries.map(({ Id, MessageBody: body, MessageAttributes: attributes }) => {
      const refusal = faults.refuse(body)
      if (refusal === undefined) sent.push({ url, body, requestId: attributes?.requestId.StringValue })
      const MD5OfMessageBody = createHash('md5').update(body).digest('hex')
      return { Id, refusal, receipt: { MessageId: `${sent.length}`, MD5OfMessageBody } }
    })
    if (!('Entries' in call)) return outcomes[0]?.receipt
    return {
      Successful: outcomes.flatMap(({ Id, refusal, receipt }) => (refusal ? [] : [{ Id, ...receipt }])),
      Failed: outcomes.flatMap(({ Id, refusal }) => (refusal ? [{ Id, ...refusal }] : [])),
    }
  }

  const handle = async ({ body }: { body: Uint8Array }) => {
    if (faults.isDown) throw new Error('connection refused')
    const text = JSON.stringify(answer(v.parse(Call, JSON.parse(Buffer.from(body).toString()))))
    return {
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Buffer.from(text),
      },
    }
  }

  const client = new SQSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle } as never,
  })
  return { client, calls, sent, faults }
}
