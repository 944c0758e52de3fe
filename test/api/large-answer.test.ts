import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BODY_LIMIT, testApi } from '#test/support/api.ts'
import { LARGE_DUMP, pushLarge, TOO_LARGE_ANSWER } from './refused-answer.ts'

describe('a profile larger than the way back', () => {
  test('is refused as text, with both sizes and what to ask for', async () => {
    const refused = await TOO_LARGE_ANSWER.send(await testApi({ answerLimit: BODY_LIMIT }))
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ reason: TOO_LARGE_ANSWER.reason, ...TOO_LARGE_ANSWER.says })
  })

  test('goes out compressed to who takes it so, and as a proto', async () => {
    const api = await testApi({ answerLimit: BODY_LIMIT })
    const path = await pushLarge(api)
    const text = await api.send(`${path}.txt`, { headers: { 'accept-encoding': 'gzip' } })
    expect(gunzipSync(await text.arrayBuffer()).toString()).toBe(LARGE_DUMP)
    expect((await api.send(`${path}.pb.gz`)).status).toBe(200)
  })

  test('has any size where nothing bounds it', async () => {
    expect((await TOO_LARGE_ANSWER.send(await testApi())).status).toBe(200)
  })
})
