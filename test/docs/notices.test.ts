import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { createSecret } from '#shared/delivery/signature.ts'
import { NOW } from '#test/support/api.ts'
import { type Receiver, startReceiver } from '#test/support/receiver.ts'

const page = readFileSync(new URL('../../docs/notices.md', import.meta.url), 'utf8')
const [, code = ''] = /```js\n(.*?)```/s.exec(page) ?? []

type Check = (secret: string, headers: Receiver['received'][number]['headers'], body: string) => boolean

let receiver: Receiver
let isFromTidemark: Check

beforeAll(async () => {
  receiver = await startReceiver()
  ;({ isFromTidemark } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`))
})
afterAll(() => receiver.close())

/** What a delivery at this time looks like to its receiver. */
async function delivered(secret: string, at: number) {
  receiver.received.length = 0
  const post = webhookPoster({ reach: 'private too', now: () => at })
  await post({ url: `http://127.0.0.1:${receiver.port}/`, secret, id: 'm', body: '{"a":"ä"}' })
  const [request] = receiver.received
  if (request === undefined) throw new Error('nothing came')
  return request
}

test('the code that the page shows takes a delivery for what it is, and nothing else', async () => {
  const [secret, other] = [7, 8].map((byte) => createSecret(new Uint8Array(32).fill(byte))) as [
    string,
    string,
  ]
  const { headers, body } = await delivered(secret, Date.now())
  expect(isFromTidemark(secret, headers, body)).toBe(true)
  expect(isFromTidemark(other, headers, body)).toBe(false)
  expect(isFromTidemark(secret, headers, body.replace('ä', 'a'))).toBe(false)
  expect(isFromTidemark(secret, { ...headers, 'webhook-id': 'n' }, body)).toBe(false)
  expect(isFromTidemark(secret, { ...headers, 'webhook-signature': 'v1,AAAA' }, body)).toBe(false)
})

test('the code that the page shows refuses what was sent long ago', async () => {
  const secret = createSecret(new Uint8Array(32).fill(7))
  const { headers, body } = await delivered(secret, NOW)
  expect(isFromTidemark(secret, headers, body)).toBe(false)
})
