import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { ingestOver, messageOf, pushOver, series } from '#test/support/push-clients.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const resource: Readonly<Record<string, string>> = JSON.parse(
  await readFile(new URL('../fixtures/ingest/labels-opentelemetry-resource.json', import.meta.url), 'utf8'),
)
const many = Object.fromEntries(
  Array.from({ length: 31 }, (_, i) => [`key${String(i).padStart(2, '0')}`, 'v']),
)
const SECRET = 'postgres://checkout:secret'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

const query = (labels: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    service: 'checkout',
    instance: 'pod-1',
    ...more,
    ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`label.${key}`, value])),
  })
const labelsOf = async (service: string) =>
  (await pages(api, `/v1/services/${encodeURIComponent(service)}/processes?limit=9`))[0]?.labels as Record<
    string,
    string
  >

describe('too many labels', () => {
  test('of a raw dump are trimmed, and the receipt names them', async () => {
    const response = await api.send(`/v1/profiles?${query(many)}`, { method: 'POST', body: GOOD })
    expect([response.status, await response.json()]).toMatchObject([201, { trimmedLabels: ['key30'] }])
    expect(Object.keys(await labelsOf('checkout'))).toHaveLength(30)
  })

  test('that long names leave no room for are trimmed too', async () => {
    const long = {
      service: 'checkout',
      instance: '/'.padStart(199, 'a').concat('a'),
      version: '%'.repeat(200),
    }
    const labels = { env: 'prod', note: 'x'.repeat(1_000) }
    const response = await api.send(`/v1/profiles?${query(labels, long)}`, { method: 'POST', body: GOOD })
    expect([response.status, await response.json()]).toMatchObject([201, { trimmedLabels: ['note'] }])
    expect(await labelsOf('checkout')).toEqual({ env: 'prod' })
  })

  test('of an upload are trimmed, and the answer names them', async () => {
    const more = { bytes: '1000', contentType: 'application/octet-stream' }
    const response = await api.send(`/v1/uploads?${query(many, more)}`, { method: 'POST' })
    expect([response.status, await response.json()]).toMatchObject([201, { trimmedLabels: ['key30'] }])
  })

  test('of pyroscope-go are trimmed, and headers name them', async () => {
    const pairs = Object.entries(many).map((pair) => pair.join('='))
    const response = await ingestOver(api, GOOD, { name: `checkout{${pairs.join(',')}}` })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('x-tidemark-reason')).toBe('labels-trimmed')
    expect(response.headers.get('x-tidemark-trimmed-labels')).toBe('key30')
  })

  test('of an OpenTelemetry resource are trimmed in Push, with headers and without their values', async () => {
    const one = {
      samples: [{ rawProfile: GOOD }],
      labels: Object.entries(resource).map(([name, value]) => ({ name, value })),
    }
    const response = await pushOver(api, messageOf({ series: [one] }))
    expect(response.status).toBe(200)
    expect(response.headers.get('x-tidemark-reason')).toBe('labels-trimmed')
    expect(response.headers.get('x-tidemark-trimmed-labels')).toContain('process.command_args')
    expect(JSON.stringify([...response.headers])).not.toContain(SECRET)
    const kept = await labelsOf('shop/checkout')
    expect(kept).toMatchObject({ 'deployment.environment.name': 'production' })
    expect(JSON.stringify(kept)).not.toContain(SECRET)
  })

  test('are no news if there is room for all', async () => {
    const response = await api.send(`/v1/profiles?${query({ zone: 'eu' })}`, { method: 'POST', body: GOOD })
    expect(await response.json()).not.toHaveProperty('trimmedLabels')
    const ingested = await ingestOver(api, dump({ 'main.recv < main.worker': 6 }))
    expect(ingested.headers.get('x-tidemark-trimmed-labels')).toBeNull()
  })
})

describe('one name in two namespaces', () => {
  test('is two services, and a token for one may not push for the other', async () => {
    const token = await api.token({ scopes: ['push'], servicePrefix: 'shop/' })
    const push = (namespace: string) =>
      pushOver(api, messageOf({ series: [series([GOOD], { service_namespace: namespace })] }), {
        headers: { authorization: `Bearer ${token}` },
      })
    expect((await push('shop')).status).toBe(200)
    expect((await push('bank')).status).toBe(403)
    expect(await pages(api, '/v1/services?limit=9')).toMatchObject([{ name: 'shop/checkout' }])
  })
})
