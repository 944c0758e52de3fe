import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BODY_LIMIT, testApi } from '#test/support/api.ts'
import { LARGE_DUMP, pushLarge, TOO_LARGE_ANSWER } from './refused-answer.ts'

describe('a profile larger than the way back', () => {
  test('is refused as text, with both sizes and what to ask for', async () => {
    const refused = await TOO_LARGE_ANSWER.send(await testApi({ answerLimit: BODY_LIMIT }))
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ reason: TOO_LARGE_ANSWER.reason, ...TOO_LARGE_ANSWER.says })
    expect(refused.headers.get('x-request-id')).toBeTruthy()
  })

  test('goes out compressed to who takes it so, and as a proto', async () => {
    const api = await testApi({ answerLimit: BODY_LIMIT })
    const path = await pushLarge(api)
    const text = await api.send(`${path}.txt`, { headers: { 'accept-encoding': 'gzip' } })
    expect(gunzipSync(await text.arrayBuffer()).toString()).toBe(LARGE_DUMP)
    expect((await api.send(`${path}.pb.gz`)).status).toBe(200)
  })

  test('is refused with no header of what it would have been', async () => {
    const api = await testApi({ answerLimit: 2_000 })
    const path = await pushLarge(api)
    for (const form of ['txt', 'pb.gz']) {
      const headers = { 'accept-encoding': 'gzip', accept: 'application/json' }
      const refused = await api.send(`${path}.${form}`, { headers })
      expect(await refused.json()).toMatchObject({ reason: 'answer-too-large', limit: 2_000 })
      const names = ['content-encoding', 'cache-control', 'etag', 'content-disposition']
      expect(names.filter((name) => refused.headers.has(name))).toEqual([])
    }
  })

  test('is refused in words that go tool pprof prints', async () => {
    const api = await testApi({ answerLimit: 2_000 })
    const headers = { 'user-agent': 'Go-http-client/1.1' }
    const refused = await api.send(`${await pushLarge(api)}.pb.gz`, { headers })
    expect(refused.headers.get('x-go-pprof')).toBe('1')
    expect(await refused.text()).toMatch(
      /^answer-too-large: The answer has \d+ bytes, the limit here is 2000\./,
    )
  })

  test('is refused whatever asks for it', async () => {
    const api = await testApi({ answerLimit: 2_000 })
    expect((await api.send('/openapi.json', { method: 'HEAD' })).status).toBe(422)
    expect((await api.send('/v1/analyze', { method: 'POST', body: gzipSync(LARGE_DUMP) })).status).toBe(422)
  })

  test('has any size where nothing bounds it', async () => {
    expect((await TOO_LARGE_ANSWER.send(await testApi())).status).toBe(200)
  })
})

test('a large answer goes out compressed to who takes it so', async () => {
  const api = await testApi()
  await pushLarge(api)
  const path = '/v1/services/checkout/signatures'
  const packed = await api.send(path, { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers.get('vary')).toContain('Accept-Encoding')
  const body: unknown = JSON.parse(gunzipSync(await packed.arrayBuffer()).toString())
  expect(body).toEqual(await api.read(path))
  const again = { 'accept-encoding': 'gzip', 'if-none-match': packed.headers.get('etag') ?? '' }
  expect((await api.send(path, { headers: again })).status).toBe(304)
})
