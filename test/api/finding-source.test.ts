import { beforeAll, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump as pprofOf } from '#test/support/pprof.ts'

const START = new Date(NOW - 48 * 60 * MINUTE).toISOString()

const dump = (version: string) => ({
  body: `goroutine 7 [chan receive, 3 minutes]:
main.recv(0x1)
	/build/app/cmd/server/main.go:10 +0x1d
main.leak()
	/build/app/cmd/server/main.go:20 +0x1d
created by main.main in goroutine 1
	/build/app/cmd/server/main.go:30 +0x1d

goroutine 9 [chan receive, 3 minutes]:
github.com/acme/checkout/pool.Get()
	/build/app/pool/pool.go:10 +0x1d
created by main.main in goroutine 1
	/build/app/cmd/server/main.go:31 +0x1d
`,
  query: {
    service: 'checkout',
    instance: 'pod-2',
    start: START,
    at: new Date(NOW + MINUTE).toISOString(),
    version,
  },
})

const PAGE = 'https://github.com/acme/checkout/blob/v2.4.0/cmd/server/main.go'

let api: TestApi
let path: string

beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const { body, query } = dump('2.4.0')
  await api.push(body, query)
  const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
  path = `/v1/findings/${id}/evidence`
})

const choose = (repository: object | null) =>
  api.send('/v1/services/checkout', {
    method: 'PATCH',
    body: JSON.stringify({ settings: { repository } }),
    headers: { 'content-type': 'application/merge-patch+json', 'if-match': '*' },
  })

describe('the lines of source of a finding', () => {
  test('are told without a link where nobody said where the code is kept', async () => {
    expect(await api.read(path)).toMatchObject({
      source: {
        version: '2.4.0',
        telling: { place: '/build/app/cmd/server/main.go:10', url: null },
        go: { place: '/build/app/cmd/server/main.go:30', url: null },
      },
    })
  })

  test('lead to the repository at the version that runs, from the folder of the build', async () => {
    expect((await choose({ url: 'https://github.com/acme/checkout', ref: 'v{version}' })).status).toBe(200)
    expect(await api.read(path)).toMatchObject({
      source: {
        telling: { url: `${PAGE}#L10` },
        go: { url: `${PAGE}#L30` },
        otherLines: 0,
        frames: [{ url: `${PAGE}#L10` }, { url: `${PAGE}#L20` }],
      },
    })
  })

  test.each([
    ['another scheme', { url: 'javascript:alert(1)' }],
    ['a template without a path', { url: 'https://a.example', template: 'https://a.example/{line}' }],
    [
      'a template whose host comes from the profile',
      { url: 'https://a.example', template: 'https://{ref}.example/{path}/{line}' },
    ],
    ['a forge that nobody knows', { url: 'https://a.example', forge: 'sourceforge' }],
    ['a member that nobody knows', { url: 'https://a.example', token: 'x' }],
  ])('a repository with %s is refused', async (_, repository) => {
    const refused = await choose(repository)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ reason: 'bad-parameter' })
  })

  test('name the go statement of an older dump where the newest profile prints none', async () => {
    const { query } = dump('2.4.0')
    const at = new Date(NOW + 9 * MINUTE).toISOString()
    await api.push(pprofOf({ [LEAKING]: 600 }), { ...query, at })
    expect(await api.read(path)).toMatchObject({ source: { go: null } })
    api.clock.now = NOW + 110 * MINUTE
    await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
    api.rows.calls.length = 0
    expect(await api.read(path)).toMatchObject({
      source: { go: { place: '/build/app/cmd/server/main.go:30' } },
    })
    const ofEvidence = api.rows.calls.filter(({ verb, sk }) => verb === 'query' && sk === 'evidence#')
    expect(ofEvidence).toHaveLength(1)
  })

  test.each([
    ['the older dump', '.debug2.gz', { go: null, version: '2.4.0' }],
    ['the newest profile too', '.pb.gz', null],
  ])('tell what is left where retention took %s', async (_, ending, source) => {
    for (const key of await api.profiles.keys()) if (key.endsWith(ending)) await api.profiles.remove(key)
    const evidence = await api.send(path)
    expect(evidence.status).toBe(200)
    expect(await evidence.json()).toMatchObject({ source })
    expect((await api.send(path.replace('evidence', 'issue'))).status).toBe(200)
  })
})
