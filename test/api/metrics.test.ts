import { beforeAll, describe, expect, test } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
  await leakingService(api, 'checkout', 12)
  await leakingService(api, 'billing', 3)
})

const metrics = async (accept = 'text/plain', as?: string): Promise<string> => {
  const answer = await api.send('/metrics', { headers: { accept }, ...(as === undefined ? {} : { as }) })
  expect(answer.status).toBe(200)
  return answer.text()
}

/** The value of one series; undefined where there is none. */
function figureOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

describe('GET /metrics', () => {
  test('has what runs, and what leaks how fast', async () => {
    const text = await metrics()
    expect(figureOf(text, 'tidemark_goroutines{service="checkout"}')).toBe(5 + 12 * 48 + 4)
    expect(figureOf(text, 'tidemark_processes{service="checkout"}')).toBe(1)
    const [tier] =
      /tidemark_growth_goroutines_per_hour\{service="checkout",tier="(\w+)"\}/.exec(text)?.slice(1) ?? []
    expect(
      figureOf(text, `tidemark_growth_goroutines_per_hour{service="checkout",tier="${tier}"}`),
    ).toBeCloseTo(12, 0)
    expect(figureOf(text, `tidemark_findings{service="checkout",tier="${tier}"}`)).toBe(1)
    expect(figureOf(text, 'tidemark_findings{service="checkout",tier="proven"}')).toBe(0)
  })

  test('has the newest release, the newest leak and the owners of leaks', async () => {
    const body = JSON.stringify({ text: '* @shop @platform\n' })
    expect(
      (await api.send('/v1/owners', { method: 'PATCH', body, headers: { 'if-match': '*' } })).status,
    ).toBe(200)
    const text = await metrics()
    const released = 'tidemark_release_timestamp_seconds{service="checkout",version="v1.4.2"}'
    expect(figureOf(text, released)).toBe((NOW - 48 * HOUR) / 1000)
    expect(figureOf(text, 'tidemark_newest_leak_timestamp_seconds{service="checkout"}')).toBe(NOW / 1000)
    expect(text).toMatch(/^tidemark_owner_findings\{owner="@platform",tier="\w+"\} 2$/m)
  })

  test('counts what came in by its outcome', async () => {
    const before = figureOf(await metrics(), 'tidemark_profiles_total{outcome="stored"}') ?? 0
    const body = dump({ 'main.a < main.b': 1 })
    await api.push(body, { service: 'counted', instance: 'pod-7' })
    await api.push(body, { service: 'counted', instance: 'pod-7' })
    await api.push('hello', { service: 'counted', instance: 'pod-7' })
    const text = await metrics()
    expect(figureOf(text, 'tidemark_profiles_total{outcome="stored"}')).toBe(before + 1)
    expect(figureOf(text, 'tidemark_profiles_total{outcome="duplicate"}')).toBe(1)
    expect(figureOf(text, 'tidemark_profiles_total{outcome="unknown-format"}')).toBe(1)
  })

  test('is OpenMetrics where that is asked for', async () => {
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5'
    const answer = await api.send('/metrics', { headers: { accept } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1\.0\.0/)
    const text = await answer.text()
    expect(text).toMatch(/\n# EOF\n$/)
    expect(text).toContain('# TYPE tidemark_profiles counter\n')
  })

  test('shows a tenant, and a token for a prefix, no more than is theirs', async () => {
    expect(await metrics('text/plain', await api.token({ tenant: 'umbrella' }))).not.toContain('checkout')
    const text = await metrics('text/plain', await api.token({ servicePrefix: 'bill' }))
    expect(text).toContain('billing')
    expect(text).not.toContain('checkout')
  })

  test('forgets what ran in a service that is not judged any more', async () => {
    api.clock.now += 3 * HOUR
    const text = await metrics()
    api.clock.now -= 3 * HOUR
    expect(figureOf(text, 'tidemark_goroutines{service="checkout"}')).toBeUndefined()
  })
})
