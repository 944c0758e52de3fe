import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PosterOptions, webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { createSecret } from '#shared/delivery/signature.ts'
import { NOW } from '#test/support/api.ts'
import { type Receiver, startReceiver } from '#test/support/receiver.ts'

const secret = createSecret(new Uint8Array(32).fill(7))
let receiver: Receiver
let asked: string[]

beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())
beforeEach(() => {
  receiver.received.length = 0
  receiver.answers.length = 0
  asked = []
})

/** Sends to this machine, of which every name is one. */
const send = (
  more: Partial<PosterOptions> = {},
  url = `http://hooks.example.test:${receiver.port}/hook?a=1`,
) =>
  webhookPoster({
    reach: 'private too',
    now: () => NOW,
    pause: 1,
    resolve: async (host) => {
      asked.push(host)
      return ['127.0.0.1']
    },
    ...more,
  })({ url, secret, id: 'message-1', body: '{"type":"test"}' })

describe('a delivery', () => {
  test('is a POST with a signature that its receiver can make again', async () => {
    expect(await send()).toEqual({ delivered: true, tries: 1, status: 200, failure: undefined })
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = receiver.received
    expect([path, body]).toEqual(['/hook?a=1', '{"type":"test"}'])
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'message-1',
      'webhook-timestamp': String(NOW / 1000),
      host: `hooks.example.test:${receiver.port}`,
    })
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
  })

  test('goes to the address that was looked at: the name is asked for once and by us', async () => {
    await send()
    expect(asked).toEqual(['hooks.example.test'])
  })

  test.each([500, 503, 429, 408])('that is answered %i is tried again, with the same id', async (status) => {
    receiver.answers.push(status, status)
    expect(await send()).toMatchObject({ delivered: true, tries: 3 })
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(['message-1']),
    )
  })

  test('is given up after four tries', async () => {
    receiver.answers.push(500, 500, 500, 500)
    expect(await send()).toEqual({
      delivered: false,
      tries: 4,
      status: 500,
      failure: 'It answered 500; only 200 to 299 count as delivered.',
    })
  })

  test.each([400, 401, 404, 410])('that is answered %i is not tried again', async (status) => {
    receiver.answers.push(status)
    expect(await send()).toMatchObject({ delivered: false, tries: 1, status })
  })

  test('follows no redirect', async () => {
    receiver.answers.push(302)
    expect(await send()).toMatchObject({ delivered: false, tries: 1, status: 302 })
    expect(receiver.received).toHaveLength(1)
  })

  test('to a receiver that hangs fails after its time, and is tried again', async () => {
    receiver.answers.push(0, 0, 0, 0)
    expect(await send({ tryFor: 50 })).toEqual({
      delivered: false,
      tries: 4,
      status: undefined,
      failure: 'It took too long.',
    })
  })

  test('tells of an answer nothing but its status', async () => {
    receiver.answers.push(400)
    expect(JSON.stringify(await send())).not.toContain('secret')
  })

  test('to a port where nobody listens fails by the code of the socket', async () => {
    const gone = await startReceiver()
    await gone.close()
    const outcome = await send({}, `http://hooks.example.test:${gone.port}/`)
    expect(outcome).toMatchObject({
      delivered: false,
      tries: 4,
      failure: 'The connection failed: ECONNREFUSED.',
    })
  })
})

describe('in public only', () => {
  const publicly = (...answers: string[][]) =>
    send(
      {
        reach: 'public',
        resolve: async (host) => {
          asked.push(host)
          return answers.shift() ?? []
        },
      },
      `https://hooks.example.test:${receiver.port}/`,
    )

  test.each([
    ['this machine', ['127.0.0.1']],
    ['credentials of a cloud', ['169.254.169.254']],
    ['this machine in IPv6', ['::1']],
    ['this machine, mapped', ['::ffff:127.0.0.1']],
    ['a public and a private address', ['93.184.216.34', '10.0.0.1']],
    ['what is no address', ['hooks.example.test']],
  ])('a name of %s is refused at once', async (_, addresses) => {
    expect(await publicly(addresses)).toMatchObject({
      delivered: false,
      tries: 1,
      status: undefined,
      failure: expect.stringContaining('hooks.example.test is not in the public Internet'),
    })
    expect(receiver.received).toEqual([])
  })

  test('a name that turns private between two tries is refused in the second', async () => {
    const poster = webhookPoster({
      reach: 'public',
      now: () => NOW,
      pause: 1,
      resolve: async (host) => {
        asked.push(host)
        if (asked.length === 1) throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' })
        return ['127.0.0.1']
      },
    })
    const url = `https://hooks.example.test:${receiver.port}/`
    expect(await poster({ url, secret, id: 'm', body: '{}' })).toMatchObject({
      delivered: false,
      tries: 2,
      failure: expect.stringContaining('public Internet'),
    })
    expect(receiver.received).toEqual([])
  })

  test('a name without an address is tried again', async () => {
    expect(await publicly()).toMatchObject({
      delivered: false,
      tries: 4,
      failure: 'The name has no address.',
    })
  })

  test.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'http://hooks.example.test/',
    'https://2130706433/',
  ])('an address that should never have been stored is refused: %s', async (url) => {
    expect(await send({ reach: 'public' }, url)).toMatchObject({ delivered: false, tries: 1 })
    expect(asked).toEqual([])
  })
})

describe('with TLS', () => {
  /** What a server without any certificate is asked for. */
  async function askedFor(url: (port: number) => string): Promise<string[]> {
    const names: string[] = []
    const server = createServer({
      SNICallback: (name, done) => {
        names.push(name)
        done(new Error('there is no certificate'))
      },
    })
    server.on('tlsClientError', () => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect(await send({}, url((server.address() as AddressInfo).port))).toMatchObject({
      delivered: false,
      failure: expect.stringMatching(/^The connection failed: E\w+\.$/),
    })
    server.close()
    await once(server, 'close')
    return [...new Set(names)]
  }

  test('the certificate is asked for by name, though the connection goes to the address', async () => {
    expect(await askedFor((port) => `https://hooks.example.test:${port}/`)).toEqual(['hooks.example.test'])
  })

  test('an address that is a number is asked for no name', async () => {
    expect(await askedFor((port) => `https://127.0.0.1:${port}/`)).toEqual([])
  })
})
