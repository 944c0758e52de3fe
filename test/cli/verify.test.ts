import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { tidemark } from '#test/support/cli.ts'
import { LEAKING, leakingService, STEADY } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi
let server: Awaited<ReturnType<typeof listen>>
let finding: string
beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
  finding = String(id)
  server = await listen(api.app.fetch, '127.0.0.1', 0)
})
afterAll(() => server.close())

const verify = async (...args: readonly string[]) =>
  tidemark(['verify', '--url', server.url, '--token', await api.token(), ...args, finding])

/** Runs a version beside the one that leaks, a profile each ten minutes. */
async function run(version: string, instance: string, hours: number): Promise<void> {
  const start = new Date(NOW).toISOString()
  for (let minute = 0; minute <= 60 * hours; minute += 10) {
    api.clock.now = NOW + minute * MINUTE
    await api.push(dump({ [LEAKING]: 4, [STEADY]: 4 }), { service: 'checkout', instance, start, version })
  }
}

describe('tidemark verify', () => {
  test('does not know of a version that nobody runs', async () => {
    const { code, stdout } = await verify('--version', 'v9')
    expect([code, stdout]).toEqual([3, 'Not yet: no process of v9 has reported.\n'])
  })

  test('says no to the version that leaks', async () => {
    const { code, stdout } = await verify()
    expect([code, stdout]).toEqual([1, 'No: it grows in v1.4.2, +12 per hour.\n'])
  })

  test('says when it will be sure, and then yes', async () => {
    await run('v1.4.3', 'pod-2', 0.5)
    const early = await verify()
    expect([early.code, early.stdout]).toEqual([
      3,
      expect.stringMatching(/^Not yet: v1\.4\.3 was .* Sure in \d+ min/),
    ])
    await run('v1.4.3', 'pod-2', 3)
    const { code, stdout } = await verify('--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      answer: 'yes',
      version: 'v1.4.3',
      processes: 1,
      rose: 0,
      sureAt: null,
    })
    expect(api.clock.now).toBe(NOW + 3 * HOUR)
  })
})
