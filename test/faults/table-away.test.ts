import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PUSH_READERS } from '#functions/api/body/body-readers.ts'
import { createPushApp } from '#functions/api/push-app.ts'
import { createIngestDeps } from '#functions/deps.aws.ts'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { emfMeter } from '#functions/meter.emf.ts'
import { tokenHash } from '#shared/access/token.ts'
import { OUTLIVES } from '#shared/access/trust.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { BODY_LIMIT, NOW, TENANT } from '#test/support/api.ts'
import { faultyAws } from '#test/support/faulty-aws.ts'
import { dump } from '#test/support/pprof.ts'
import { ssOf } from '#test/support/sockets.ts'
import { all } from '#test/support/stores.ts'

const GOOD = 'tdm_acme_good'
const DYNAMO = /^(Get|BatchGet|Put|Update|Delete)Item$|^Query$/
const isTable = (action: string): boolean => DYNAMO.test(action)

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

describe('while the table does not answer', () => {
  let aws: Awaited<ReturnType<typeof faultyAws>>
  let app: ReturnType<typeof createPushApp>
  let metrics: string[]

  beforeEach(async () => {
    aws = await faultyAws()
    metrics = []
    const write = (line: string) => void metrics.push(line)
    const meter = emfMeter(aws.deps.meter, { functionName: 'ingest', now: aws.deps.now, write })
    app = createPushApp({
      ...aws.deps,
      ...PUSH_READERS,
      meter,
      bodyLimit: BODY_LIMIT,
      requestsPerMinute: 1_000,
    })
    await makeToken(GOOD)
  })
  afterEach(() => aws.close())

  const makeToken = (secret: string) =>
    aws.deps.tokens.put({
      sha256: tokenHash(secret),
      tenant: TENANT,
      name: secret,
      scopes: ['push'],
      createdAt: NOW,
      expiresAt: undefined,
      servicePrefix: undefined,
    })
  const post = async (path: string, body: NonNullable<RequestInit['body']>, as: string) => {
    const answer = await app.request(path, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${as}` },
    })
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
  }
  const push = (goroutines: number, as = GOOD) =>
    post('/v1/profiles?service=checkout&instance=pod-1', dump({ 'main.a < main.main': goroutines }), as)
  const pushTable = () => post('/v1/sockets?service=checkout&instance=pod-1', ssOf(3), GOOD)
  const away = () => aws.fail((action) => (isTable(action) ? 'unavailable' : 'none'))
  const trusted = () => metrics.filter((line) => line.includes('TokensTrusted'))
  const snapshots = () =>
    all(aws.deps.snapshots.range(TENANT, 'checkout', { from: NOW - HOUR, to: NOW + 2 * HOUR }))

  test('for a minute, every push of a known token is stored, acknowledged, and indexed from the queue', async () => {
    expect(await push(1)).toMatchObject({ status: 201 })
    away()
    for (const goroutines of [2, 3]) {
      aws.clock.now += MINUTE
      expect(await push(goroutines)).toMatchObject({ status: 201, decision: 'stored', index: 'queued' })
    }
    expect(await pushTable()).toMatchObject({ status: 201, decision: 'stored', index: 'queued' })
    expect(trusted()).not.toEqual([])
    aws.heal()
    for (const { key } of aws.sent) expect(await indexUpload(aws.deps, key, aws.clock.now)).toBe('indexed')
    expect((await snapshots()).map(({ total }) => total)).toEqual([1, 2, 3])
    expect(await all(aws.deps.sockets.newestFirst(TENANT, 'checkout'))).toHaveLength(1)
  })

  test('a token that is not known is refused by name, to be sent again, and a wrong one never comes in', async () => {
    await push(1)
    await makeToken('tdm_acme_new')
    away()
    for (const as of ['tdm_acme_new', 'tdm_acme_wrong', `${GOOD}x`])
      expect(await push(2, as)).toMatchObject({ status: 503, reason: 'index-unavailable' })
    aws.heal()
    expect(await push(2, 'tdm_acme_new')).toMatchObject({ status: 201 })
    expect(await push(2, 'tdm_acme_wrong')).toMatchObject({ status: 401 })
  })

  test('a token pushes for an hour after it was confirmed, and no longer', async () => {
    await push(1)
    away()
    aws.clock.now = NOW + OUTLIVES - 1
    expect(await push(2)).toMatchObject({ status: 201 })
    aws.clock.now += 1
    expect(await push(3)).toMatchObject({ status: 503, reason: 'index-unavailable' })
  })

  test('a token whose revocation was seen before stays out', async () => {
    await push(1)
    await aws.deps.tokens.revoke({ sha256: tokenHash(GOOD), tenant: TENANT })
    aws.clock.now += MINUTE
    expect(await push(2)).toMatchObject({ status: 401 })
    away()
    aws.clock.now += MINUTE
    expect(await push(3)).toMatchObject({ status: 503 })
  })

  test('a token that was revoked meanwhile ends with the first answer', async () => {
    await push(1)
    aws.clock.now += MINUTE
    aws.fail((action) => (action === 'GetItem' ? 'unavailable' : 'none'))
    await aws.deps.tokens.revoke({ sha256: tokenHash(GOOD), tenant: TENANT })
    expect(await push(2)).toMatchObject({ status: 201 })
    aws.heal()
    expect(await push(3)).toMatchObject({ status: 401 })
  })

  test('nor the queue, nothing is acknowledged, and what is sent again is stored once', async () => {
    const broken = { ...aws.deps, indexQueue: { send: () => Promise.reject(new Error('no queue')) } }
    const other = createPushApp({
      ...broken,
      ...PUSH_READERS,
      bodyLimit: BODY_LIMIT,
      requestsPerMinute: 1_000,
    })
    const send = () =>
      other.request('/v1/profiles?service=checkout&instance=pod-1', {
        method: 'POST',
        body: dump({ 'main.a < main.main': 2 }),
        headers: { authorization: `Bearer ${GOOD}` },
      })
    aws.fail((action) => (action === 'PutItem' || action === 'UpdateItem' ? 'unavailable' : 'none'))
    expect((await send()).status).toBe(503)
    aws.heal()
    expect((await send()).status).toBe(201)
    expect(await snapshots()).toHaveLength(1)
  })
})

describe('a table that takes requests and never answers', () => {
  let silent: Server
  beforeEach(async () => {
    silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    silent.close()
  })

  test('is an error to ingest, not a wait without end, and is then left alone', async () => {
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${port}`)
    vi.stubEnv('AWS_REGION', 'us-east-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    const env = {
      TABLE_NAME: 'tidemark',
      BUCKET_NAME: 'tidemark',
      INGEST_RESOLUTION_SECONDS: '60',
      RETENTION_DAYS: '90',
    }
    const { tokens, directory } = createIngestDeps(env, { now: () => NOW })
    await expect(tokens.find('0')).rejects.toMatchObject({ name: 'TimeoutError' })
    await expect(directory.service(TENANT, 'checkout')).rejects.toThrow('gave no answer 0 ms ago')
  }, 30_000)
})
