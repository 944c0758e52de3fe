import { expect, test } from 'vitest'
import type { Heard } from '#functions/api/api-deps.ts'
import { createApp } from '#functions/api/app.ts'
import { TENANT, testApi } from '#test/support/api.ts'

async function heardOf(path: string, init: RequestInit = {}, takes = 0) {
  const api = await testApi()
  const heard: Heard[] = []
  const judge: typeof api.apiDeps.judge = (...who) => {
    api.clock.now += takes
    return api.apiDeps.judge(...who)
  }
  const app = createApp({ ...api.apiDeps, judge, heard: (one) => void heard.push(one) })
  await api.push('goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.main+0x1\t/a.go:1\n')
  const headers = { authorization: `Bearer ${await api.token()}`, ...init.headers }
  await app.request(path, { ...init, headers })
  return heard
}

test('a request that is refused is told with tenant, path and status, and without its query', async () => {
  expect(await heardOf('/v1/services/gone?secret=tdm_acme_x')).toEqual([
    { tenant: TENANT, method: 'GET', path: '/v1/services/gone', status: 404, milliseconds: 0 },
  ])
})

test('a request that takes a second is told, one that takes less is not', async () => {
  const post = { method: 'POST' }
  expect(await heardOf('/v1/judge?service=checkout&wait=true', post, 1_000)).toMatchObject([
    { path: '/v1/judge', status: 200, milliseconds: 1_000 },
  ])
  expect(await heardOf('/v1/judge?service=checkout&wait=true', post, 999)).toEqual([])
})

test('a token in the path is told nowhere, and a stranger is not told at all', async () => {
  const [heard] = await heardOf('/t/tdm_acme_aaaaaaaaaaaaaaaaaaaaaaaa/v1/services', {})
  expect(heard).toMatchObject({ path: '/v1/services', status: 403, tenant: undefined })
  expect(await heardOf('/v1/services', { headers: { authorization: 'Bearer guess' } })).toEqual([])
})
