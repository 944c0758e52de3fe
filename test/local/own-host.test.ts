import { once } from 'node:events'
import { get } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createApp } from '#functions/api/app.ts'
import { ownHost } from '#infra/local/http-server.ts'
import { testApi } from '#test/support/api.ts'
import { tidemark, withFolder } from '#test/support/cli.ts'
import { serve } from '#test/support/serve.ts'

describe('a server that only this machine reaches', () => {
  test.each([
    ['127.0.0.1:4180', 200],
    ['127.0.0.1', 200],
    ['127.8.8.8:1', 200],
    ['[::1]:4180', 200],
    ['localhost:4180', 200],
    ['LOCALHOST', 200],
    ['tidemark.localhost:4180', 200],
    ['tidemark.example', 200],
    ['Tidemark.Example:443', 200],
    ['evil.test:4180', 421],
    ['127.0.0.1.evil.test', 421],
    ['localhost.evil.test:4180', 421],
    ['evil-localhost', 421],
    ['x.tidemark.example', 421],
    ['evil.test:4180@127.0.0.1', 421],
    ['127.0.0.1:4180, evil.test', 421],
    ['', 421],
  ])('that is asked for %s answers %i to everything', async (host, status) => {
    const { apiDeps } = await testApi()
    const app = createApp({ ...apiDeps, isOwnHost: ownHost(['tidemark.example']) })
    for (const path of ['/healthz', '/', '/openapi.json'])
      expect((await app.request(path, { headers: { host } })).status).toBe(status)
  })
})

describe('tidemark serve', () => {
  test('is no other host, unless it has that name', () =>
    withFolder(async (home) => {
      const served = await serve(home, ['--name', 'tidemark.example'])
      // A fetch lets nobody set Host.
      const statusOf = async (host: string) => {
        const [answer] = await once(get(`${served.url}/healthz`, { headers: { host } }), 'response')
        answer.resume()
        return answer.statusCode
      }
      const statuses = [await statusOf('tidemark.example'), await statusOf('evil.test')]
      await served.stop()
      expect(statuses).toEqual([200, 421])
    }))

  test('takes no name with a port', async () => {
    const { code, stderr } = await tidemark(['serve', '--name', 'tidemark.example:443'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--name must be a host name')])
  })
})
