import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withGatewayId } from '#functions/api/gateway-id.ts'
import { batch } from '#functions/batch.ts'
import { logFailure } from '#functions/log.ts'
import { forRequest, requestInHand } from '#functions/request-id.ts'
import { drain } from '#infra/local/drain.ts'
import { openFolder } from '#infra/local/open-folder.ts'
import { createToken, TOKEN_BYTES } from '#shared/access/token.ts'
import { sqsIndexQueue } from '#shared/store/index-queue.sqs.ts'
import { sqsJudgeQueue } from '#shared/store/judge-queue.sqs.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { stubbedSqs } from '#test/support/sqs.ts'

const CONSOLE = ['debug', 'error', 'info', 'log', 'warn'] as const
const written: string[] = []

beforeEach(() => {
  written.length = 0
  const write = (...args: unknown[]): void => void written.push(args.map(String).join(' '))
  for (const method of CONSOLE) vi.spyOn(console, method).mockImplementation(write)
})
afterEach(() => vi.restoreAllMocks())

const lines = () => written.map((line) => JSON.parse(line))

describe('a line of the log', () => {
  test('says what failed, for which request, and why down to the first cause', () => {
    const cause = new AggregateError([new TypeError('the table is slow'), 'the queue is full'])
    forRequest('r-1', () => logFailure('a request failed', new Error('no', { cause }), { method: 'POST' }))
    expect(lines()).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'error',
        message: 'a request failed',
        requestId: 'r-1',
        method: 'POST',
        causes: ['Error: no', 'AggregateError: ', 'TypeError: the table is slow', 'the queue is full'],
        stack: expect.stringContaining('log.test.ts'),
      },
    ])
  })

  test('has no token, wherever one stands', () => {
    const token = createToken('acme', new Uint8Array(TOKEN_BYTES).fill(7))
    forRequest(token, () => logFailure('a request failed', new Error(token), { path: `/x/${token}` }))
    expect(written.join()).not.toContain(token)
    expect(lines()).toMatchObject([{ requestId: 'tdm_…', path: '/x/tdm_…', causes: ['Error: tdm_…'] }])
  })
})

describe('the id of a request', () => {
  const QUEUE = 'https://sqs.us-east-1.amazonaws.com/000000000000/q'

  test('goes with every message to SQS, and is left out where nobody asked', async () => {
    const { client, sent } = stubbedSqs()
    const queues = [
      sqsIndexQueue(client, QUEUE, requestInHand),
      sqsJudgeQueue(client, QUEUE, requestInHand),
    ] as const
    const sendBoth = async () => {
      await queues[0].send({ key: 'profiles/a' })
      await queues[1].send([{ tenant: 'acme', service: 'a' }])
    }
    await forRequest('r-2', sendBoth)
    await sendBoth()
    expect(sent.map(({ requestId }) => requestId)).toEqual(['r-2', 'r-2', undefined, undefined])
  })

  test('stands in the log of the function behind the queue', async () => {
    const fail = batch(async () => {
      throw new Error('the index does not answer')
    })
    await fail({
      Records: [
        { messageId: 'm-1', body: 'secret', messageAttributes: { requestId: { stringValue: 'r-3' } } },
        { messageId: 'm-2', body: 'secret', messageAttributes: {} },
      ],
    })
    expect(lines()).toMatchObject([
      { message: 'a message failed', messageId: 'm-1', requestId: 'r-3' },
      { message: 'a message failed', messageId: 'm-2', requestId: 'm-2' },
    ])
  })

  test('is the one of the answer', async () => {
    const api = await testApi()
    api.profiles.fails = 'before'
    const answer = await api.push(dump({ 'main.a < main.b': 1 }))
    const { requestId } = (await answer.json()) as { requestId: string }
    expect(answer.headers.get('x-request-id')).toBe(requestId)
    expect(lines()).toMatchObject([{ reason: 'storage-unavailable', method: 'POST', requestId }])
  })
})

describe('what senders keep to themselves', () => {
  const SECRET = 'sesame'
  const WRONG = createToken('acme', new Uint8Array(TOKEN_BYTES).fill(9))
  const BODY = dump({ 'main.recv < main.worker': 5, [`${SECRET}.open < main.main`]: 1 })

  /** Requests that hold the secret wherever a request can. */
  async function askAll(api: TestApi, token: string): Promise<number[]> {
    const answers = [
      api.push(BODY, { 'label.password': SECRET }),
      api.push(BODY, { instance: SECRET, version: SECRET, 'label.key': SECRET }),
      api.push(`${SECRET}`, { 'label.password': SECRET }),
      api.push(BODY, { at: SECRET }),
      api.push(BODY, { instance: 'pod-2' }, WRONG),
      api.send(`/v1/search?q=${SECRET}`),
      api.send(`/v1/findings?service=checkout&cursor=${SECRET}`),
      api.send(`/t/${token}/ingest?name=checkout{password=${SECRET}}&format=pprof`, {
        method: 'POST',
        body: BODY,
      }),
      api.send(`/t/${WRONG}/ingest?name=checkout{password=${SECRET}}`, { method: 'POST', body: SECRET }),
      api.send('/push.v1.PusherService/Push', {
        method: 'POST',
        body: JSON.stringify({ series: [{ labels: [{ name: 'password', value: SECRET }], samples: [{}] }] }),
        headers: { 'content-type': 'application/json', cookie: SECRET, 'x-secret': SECRET },
      }),
      api.send(`/v1/uploads?service=checkout&instance=pod-1&bytes=9&label.password=${SECRET}`, {
        method: 'POST',
      }),
      api.send(`/v1/sockets?service=checkout&instance=pod-1&secret=${SECRET}`, {
        method: 'POST',
        body: SECRET,
      }),
      api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' }),
      api.send('/v1/services/checkout/settings', {
        method: 'PATCH',
        body: JSON.stringify({ note: SECRET }),
        headers: { 'content-type': 'application/merge-patch+json' },
      }),
    ]
    return (await Promise.all(answers)).map(({ status }) => status)
  }

  test.each([
    ['all works', () => {}],
    ['the bucket fails', (api: TestApi) => Object.assign(api.profiles, { fails: 'before' })],
    ['the table refuses writes', (api: TestApi) => breakTable(api, ['put', 'set'])],
    [
      'the table refuses everything but tokens',
      (api: TestApi) => breakTable(api, ['put', 'set', 'getMany', 'query', 'get']),
    ],
    [
      'table and queue fail',
      (api: TestApi) => {
        breakTable(api, ['put', 'set'])
        api.queue.isDown = true
      },
    ],
  ])('stands in no line while %s', async (_, breakDown) => {
    const metrics: string[] = []
    const api = await testApi({ metrics: (line) => void metrics.push(line) })
    const token = await api.token({ scopes: ['push'] })
    await api.push(dump({ 'main.a < main.b': 1 }), { instance: 'pod-0' })
    breakDown(api)
    const statuses = await askAll(api, token)
    expect(statuses).toContain(401)
    const all = [...written, ...metrics].join('\n')
    for (const secret of [SECRET, WRONG, token]) expect(all).not.toContain(secret)
    expect(metrics.length).toBeGreaterThan(3)
    expect(lines().filter(({ requestId }) => typeof requestId !== 'string')).toEqual([])
    const failed = statuses.filter((status) => status >= 500)
    expect(written.length).toBeGreaterThanOrEqual(failed.length)
  })

  function breakTable(api: TestApi, verbs: readonly string[]): void {
    api.rows.fails = ({ verb, pk }) => verbs.includes(verb) && !pk.startsWith('token#')
  }
})

describe('a request to Lambda', () => {
  const event = { requestContext: { requestId: 'gateway-1' }, rawPath: '/healthz' }

  test('has the id of the access log, unless it brought one', () => {
    expect(withGatewayId({ ...event, headers: { host: 'a' } }).headers).toEqual({
      host: 'a',
      'x-request-id': 'gateway-1',
    })
    expect(withGatewayId({ ...event, headers: { 'x-request-id': 'mine' } })).toEqual({
      ...event,
      headers: { 'x-request-id': 'mine' },
    })
  })
})

test('the queue of a data folder keeps the id of the request too', () =>
  withFolder(async (directory) => {
    const { queue, close } = openFolder(directory, { now: () => 0 })
    await forRequest('r-4', () => queue.send({ key: 'profiles/a' }))
    await drain(queue, async (message) => {
      expect(message).toMatchObject({ key: 'profiles/a' })
      throw new Error(`nothing answers ${requestInHand()}`)
    })
    expect(lines()).toMatchObject([{ requestId: 'r-4', causes: ['Error: nothing answers r-4'] }])
    await close()
  }))
