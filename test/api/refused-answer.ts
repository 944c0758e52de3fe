import { gzipSync } from 'node:zlib'
import { BODY_LIMIT, type TestApi } from '#test/support/api.ts'
import type { Refusal } from './refusal.ts'

/** A debug=2 dump that is small as it is sent, and larger than an answer may be as it is read. */
export const LARGE_DUMP = Array.from(
  { length: 3_000 },
  (_, i) =>
    `goroutine ${i + 1} [chan receive, 7 minutes]:\nmain.worker${i}(0xc000122000)\n\t/src/shop/worker.go:42 +0x45\ncreated by main.start in goroutine 1\n\t/src/shop/main.go:17 +0x9b\n`,
).join('\n')

/** Pushes it. Answers its path without a form. */
export async function pushLarge(api: TestApi): Promise<string> {
  const pushed = await api.push(gzipSync(LARGE_DUMP), { instance: 'pod-2' })
  const { id } = (await pushed.json()) as { readonly id: string }
  return `/v1/services/checkout/profiles/${id}`
}

/** Of an API whose answers are bounded by `BODY_LIMIT`. It stores what it takes to be refused. */
export const TOO_LARGE_ANSWER: Refusal = {
  name: 'a profile larger than the way back',
  reason: 'answer-too-large',
  send: async (api) => api.send(`${await pushLarge(api)}.txt`),
  says: { limit: BODY_LIMIT, actual: Buffer.byteLength(LARGE_DUMP) },
}
