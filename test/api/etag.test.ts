import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { type Example, exampleOf } from '#test/support/examples.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi
let example: Example
beforeAll(async () => {
  api = await testApi()
  example = await exampleOf(api)
})

describe('a large read', () => {
  test.each([
    ['the OpenAPI document', () => '/openapi.json'],
    ['the inbox', () => '/v1/findings'],
    ['a finding', () => `/v1/findings/${example.finding}`],
    ['the signatures of a service', () => '/v1/services/checkout/signatures'],
    ['a series', () => `/v1/services/checkout/signatures/${example.signature}/series`],
    ['the profiles of a service', () => '/v1/services/checkout/profiles'],
    ['an exported profile', () => `/v1/services/checkout/profiles/${example.profile}.folded`],
  ])('is not sent again while it is the same: %s', async (_, path) => {
    const first = await api.send(path())
    const tag = first.headers.get('etag') ?? ''
    expect([first.status, tag]).toEqual([200, expect.stringMatching(/^(W\/)?".+"$/)])
    const again = await api.send(path(), { headers: { 'if-none-match': tag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('is sent again once it has changed', async () => {
    const tag = (await api.send('/v1/services/checkout/profiles')).headers.get('etag') ?? ''
    await api.push(dump({ 'main.a < main.b': 1 }), { service: 'checkout', instance: 'another' })
    const again = await api.send('/v1/services/checkout/profiles', { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(200)
  })

  test('is told to nobody without a token, whatever tag they hold', async () => {
    const tag = (await api.send('/v1/findings')).headers.get('etag') ?? ''
    const answer = await api.app.request('/v1/findings', { headers: { 'if-none-match': tag } })
    expect(answer.status).toBe(401)
  })
})
