import { SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, test } from 'vitest'
import { snsTopic } from '#shared/delivery/notice-topic.sns.ts'
import { testMessage } from '#shared/notice/message.ts'

const ARN = 'arn:aws:sns:us-east-1:000000000000:notices'
const message = testMessage('id', 0, 'https://tidemark.test')

/** SNS as far as publishing goes: the real client, its requests answered in this process. */
function opened(answers: () => number = () => 200) {
  const published: URLSearchParams[] = []
  const handle = async ({ body }: { body: string | Uint8Array }) => {
    published.push(new URLSearchParams(Buffer.from(body).toString()))
    const text = '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'
    return {
      response: { statusCode: answers(), headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) },
    }
  }
  const client = new SNSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle } as never,
  })
  return { topic: snsTopic(client, ARN), published }
}

describe('a topic in SNS', () => {
  test('gets a message with its tenant and type, by which listeners choose', async () => {
    const { topic, published } = opened()
    await topic.publish('acme', message)
    expect(Object.fromEntries(published[0] ?? [])).toMatchObject({
      TopicArn: ARN,
      Subject: 'Test of Tidemark',
      Message: message.text,
      'MessageAttributes.entry.1.Name': 'tenant',
      'MessageAttributes.entry.1.Value.StringValue': 'acme',
      'MessageAttributes.entry.2.Name': 'type',
      'MessageAttributes.entry.2.Value.StringValue': 'test',
    })
  })

  test('gets a subject that it takes, whatever stands in it', async () => {
    const { topic, published } = opened()
    await topic.publish('acme', { ...message, subject: `checkout →\n${'x'.repeat(200)}` })
    expect(published[0]?.get('Subject')).toBe(`checkout ??${'x'.repeat(89)}`)
  })

  test('gets of a text that is too long the beginning, in whole characters', async () => {
    const { topic, published } = opened()
    for (const lead of ['', 'a', 'aa', 'aaa'])
      await topic.publish('acme', { ...message, text: lead + '😀'.repeat(70_000) })
    for (const text of published.map((one) => one.get('Message') ?? '')) {
      expect(text).toMatch(/^a{0,3}(?:😀)+$/u)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(262_144)
      expect(Buffer.byteLength(text)).toBeGreaterThan(262_130)
    }
  })

  test('that does not answer is an error', async () => {
    await expect(opened(() => 503).topic.publish('acme', message)).rejects.toThrow()
  })
})
