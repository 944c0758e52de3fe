import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { REASONS } from '#shared/api/reason.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import type { Refusal } from './refusal.ts'
import { OUTAGES, REFUSED_ACCESS } from './refused-access.ts'
import { TOO_LARGE_ANSWER } from './refused-answer.ts'
import { REFUSED_BODIES } from './refused-bodies.ts'
import { REFUSED_INPUTS } from './refused-datadog.ts'
import { REFUSED_FACTS } from './refused-facts.ts'
import { REFUSED_INGESTS } from './refused-ingest.ts'
import { REFUSED_EXPORTS } from './refused-otlp.ts'
import { REFUSED_PUSHES } from './refused-push.ts'
import { REFUSED_REQUESTS } from './refused-requests.ts'
import { REFUSED_SOCKETS } from './refused-sockets.ts'
import { REFUSED_TELLING, TOO_MANY_WEBHOOKS } from './refused-telling.ts'
import { REFUSED_TOKENS } from './refused-tokens.ts'
import { REFUSED_UPLOADS } from './refused-uploads.ts'

const ALL = [
  ...REFUSED_BODIES,
  ...REFUSED_FACTS,
  ...REFUSED_REQUESTS,
  ...REFUSED_SOCKETS,
  ...REFUSED_UPLOADS,
  ...REFUSED_TOKENS,
  ...REFUSED_TELLING,
  TOO_MANY_WEBHOOKS,
  TOO_LARGE_ANSWER,
  ...REFUSED_ACCESS,
  ...OUTAGES,
  ...REFUSED_INGESTS,
  ...REFUSED_PUSHES,
  ...REFUSED_INPUTS,
  ...REFUSED_EXPORTS,
]
const GOOD = dump({ 'main.recv < main.worker': 5 })

let api: TestApi
const log = vi.spyOn(console, 'error')

beforeEach(async () => {
  log.mockImplementation(() => {})
  api = await testApi()
  await api.push(GOOD, { instance: 'pod-0' })
})
afterEach(() => {
  log.mockReset()
})
afterAll(() => {
  log.mockRestore()
})

/** Rows and objects; tokens and leases are the test's own. */
async function held() {
  const rows = (await api.rows.table()).filter(
    ({ pk, sk }) => !sk.startsWith('token') && sk !== 'cursor' && pk !== 'tenants',
  )
  return { rows, objects: await api.profiles.keys() }
}

function heal(): void {
  api.rows.fails = () => false
  api.profiles.fails = 'never'
  api.queue.isDown = false
}

async function expectRefused({ reason, send, says = {}, leaves = 0 }: Refusal): Promise<void> {
  const before = await held()
  const response = await send(api)
  const { status, title } = REASONS[reason]
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem: unknown = await response.json()
  expect(problem).toMatchObject({ status, title, reason, ...says })
  expect(problem).toMatchObject({
    type: `http://localhost/docs/errors#${reason}`,
    detail: expect.stringMatching(/^\S.{20,}\.$/s),
    requestId: response.headers.get('x-request-id'),
  })
  if (says.limit !== undefined) expect(problem).toHaveProperty('detail', expect.stringMatching(/\d/))
  expect(response.status).toBe(status)
  heal()
  const after = await held()
  expect(after.rows).toEqual(before.rows)
  expect(after.objects.length - before.objects.length).toBe(leaves)
}

describe.each([
  ['a body', REFUSED_BODIES],
  ['what a push says', REFUSED_FACTS],
  ['a request', REFUSED_REQUESTS],
  ['a socket table', REFUSED_SOCKETS],
  ['an upload', REFUSED_UPLOADS],
  ['what asks for a token', REFUSED_TOKENS],
  ['what is to be told', REFUSED_TELLING],
  ['a caller', REFUSED_ACCESS],
  ['a request in an outage', OUTAGES],
])('%s is refused by name, leaves nothing and does no harm:', (_, refusals) => {
  test.each(refusals)('$name: $reason', async (refusal) => {
    await expectRefused(refusal)
    const next = await api.push(GOOD)
    expect([next.status, await next.json()]).toMatchObject([201, { decision: 'stored' }])
  })
})

describe('the closed list of reasons', () => {
  test('has a case for every reason', () => {
    const met = new Set(ALL.map(({ reason }) => reason))
    expect([...met].sort()).toEqual(Object.keys(REASONS).sort())
  })
})

describe('a failure of ours', () => {
  test('is logged in one line that holds neither token nor query', async () => {
    const token = await api.token()
    api.profiles.fails = 'before'
    await api.push(GOOD, { version: 'secret-version' }, token)
    const lines = log.mock.calls.map(([line]) => String(line))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', path: '/v1/profiles' })
    expect(lines[0]).not.toContain(token)
    expect(lines[0]).not.toContain('secret-version')
  })

  test('says when to come again where that helps', async () => {
    api.profiles.fails = 'before'
    expect((await api.push(GOOD)).headers.get('retry-after')).toBe('5')
  })
})
