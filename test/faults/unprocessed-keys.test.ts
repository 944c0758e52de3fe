import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'

interface Keys {
  readonly Keys: readonly { readonly pk: { readonly S: string } }[]
}

/** A table that is so busy that it leaves keys of a batch unread; it answers `reads[i]` of the i-th request. */
function busyTable(reads: readonly number[]) {
  const asked: string[][] = []
  const handle = async ({ body }: { body: Uint8Array }) => {
    const { RequestItems } = JSON.parse(Buffer.from(body).toString()) as { RequestItems: { t: Keys } }
    const { Keys } = RequestItems.t
    asked.push(Keys.map(({ pk }) => pk.S))
    const read = reads[asked.length - 1] ?? Keys.length
    const left = Keys.slice(read)
    const answer = {
      Responses: { t: Keys.slice(0, read) },
      UnprocessedKeys: left.length === 0 ? {} : { t: { Keys: left } },
    }
    const headers = { 'content-type': 'application/x-amz-json-1.0' }
    return { response: { statusCode: 200, headers, body: Buffer.from(JSON.stringify(answer)) } }
  }
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle } as never,
  })
  return { asked, rows: dynamoRows(client, 't', () => 0) }
}

const KEYS = Array.from({ length: 5 }, (_, i) => ({ pk: `p${i}`, sk: 's' }))

test.each([
  ['answers at once', [5], ['p0 p1 p2 p3 p4']],
  ['leaves some keys unread', [2, 1], ['p0 p1 p2 p3 p4', 'p2 p3 p4', 'p3 p4']],
  ['answers nothing for a while', [0, 0, 3], ['p0 p1 p2 p3 p4', 'p0 p1 p2 p3 p4', 'p0 p1 p2 p3 p4', 'p3 p4']],
])('a batch of keys that DynamoDB %s is read to its end, each key once', async (_, reads, want) => {
  const { rows, asked } = busyTable(reads)
  expect((await rows.getMany(KEYS)).map(({ pk }) => pk)).toEqual(KEYS.map(({ pk }) => pk))
  expect(asked.map((keys) => keys.join(' '))).toEqual(want)
})
