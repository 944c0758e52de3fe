import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { tidemark, withFolder } from '#test/support/cli.ts'
import { LEAKING, leakingService, STEADY } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  server = await listen(api.app.fetch, '127.0.0.1', 0)
})
afterAll(() => server.close())

const gate = (service: string, leaking = LEAKING) =>
  withFolder(async (home) => {
    await writeFile(join(home, 'before'), dump({ [STEADY]: 1 }))
    await writeFile(join(home, 'after'), dump({ [STEADY]: 1, [leaking]: 3 }))
    const asked = ['--service', service, '--url', server.url, '--token', await api.token()]
    return tidemark(['gate', '--before', 'before', ...asked, 'after'], { home })
  })

describe('a gate that asks the server', () => {
  test('says that production leaks the same stack, how fast and since when', async () => {
    const { code, stdout } = await gate('checkout')
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /\+3 {2}main\.recv[\s\S]*checkout leaks the same stack at 12 per hour since 2026-09-05 \d\d:\d\d UTC \(v1\.4\.2\)/,
    )
  })

  test("knows a command's package by its import path in tests, of the service alone", async () => {
    const tested = LEAKING.replaceAll('main.', 'example.com/shop/cmd/checkout.')
    expect((await gate('checkout', tested)).stdout).toContain('checkout leaks the same stack at 12 per hour')
    await leakingService(api, 'billing', 1)
    expect((await gate('billing', tested.replaceAll('recv', 'other'))).stdout).not.toContain(
      'leaks the same stack',
    )
  })

  test('accepts what the service means to keep', async () => {
    await api.send('/v1/services/checkout', {
      method: 'PATCH',
      body: JSON.stringify({ settings: { intended: [{ top: 'main.recv', reason: 'a queue' }] } }),
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': '*' },
    })
    const { code, stdout } = await gate('checkout')
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'No goroutine leaks (1 → 4 goroutines)'])
  })

  test('fails for a service that the server does not know', async () => {
    const { code, stderr } = await gate('chekcout')
    expect(code).toBe(1)
    expect(stderr).toContain('(unknown-service)')
  })
})
