import { beforeAll, describe, expect, test, vi } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const iso = (at: number): string => new Date(at).toISOString()
/** Services with the goroutines an hour that they leak. */
const LEAKS = { slow: 3, checkout: 12, worst: 60 }
let api: TestApi
/** How sure the judge is of such a leak, which is not what is tested here. */
let tier: string

beforeAll(async () => {
  api = await testApi()
  for (const [service, perHour] of Object.entries(LEAKS)) await leakingService(api, service, perHour)
  await api.push(dump({ 'main.a < main.b': 1 }), { service: 'quiet' })
  const [first] = await pages(api, '/v1/findings?service=checkout')
  tier = String(first?.tier)
})

const servicesOf = async (query: string): Promise<unknown[]> =>
  (await pages(api, `/v1/findings?${query}`)).map(({ service }) => service)

describe('GET /v1/findings', () => {
  test('lists the most severe first, in any pages', async () => {
    for (const limit of [1, 2, 3, 4]) {
      expect(await servicesOf(`limit=${limit}`)).toEqual(['worst', 'checkout', 'slow'])
    }
  })

  test.each([
    ['service=checkout', ['checkout']],
    ['service=quiet', []],
    ['service=nobody', []],
    ['state=new', ['worst', 'checkout', 'slow']],
    ['state=escalating', []],
    ['tier=TIER', ['worst', 'checkout', 'slow']],
    ['tier=proven', []],
    ['tier=TIER&state=new&service=slow', ['slow']],
  ])('with %s gives %j', async (query, services) => {
    expect(await servicesOf(`${query.replace('TIER', tier)}&limit=1`)).toEqual(services)
  })

  test('of one service lists the most severe first too', async () => {
    const other = await testApi()
    await leakingService(other, 'checkout', 12)
    const { ledger } = other.apiDeps
    const [known] = (await ledger.read(TENANT, 'checkout')).findings
    if (known === undefined) throw new Error('nothing was found')
    for (const [i, factor] of [3, 0.5, 9].entries()) {
      const verdict = { ...known.verdict, perHour: factor * known.verdict.perHour, tier: 'suspect' as const }
      await ledger.putFinding(TENANT, { ...known, id: String(i).repeat(16), verdict, version: 1 })
    }
    const listed = async (query: string) =>
      (await pages(other, `/v1/findings?tier=suspect&limit=2${query}`)).map(({ id }) => id)
    const bySeverity = ['2', '0', '1'].map((id) => `${id.repeat(16)}@checkout`)
    const all = await listed('')
    expect(all.filter((id) => bySeverity.includes(String(id)))).toEqual(bySeverity)
    expect(await listed('&service=checkout')).toEqual(all)
  })

  test('gives each as one line of an inbox', async () => {
    const [finding] = await pages(api, '/v1/findings?service=checkout')
    expect(finding).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}@checkout$/),
      signatures: [expect.stringMatching(/^[0-9a-f]{16}$/)],
      service: 'checkout',
      state: 'new',
      tier: expect.stringMatching(/^(probable|suspect)$/),
      headline: expect.stringMatching(/^checkout: 581 goroutines .*\+12 per hour/),
      cause: finding?.cause ?? null,
      seen: 'growing',
      perHour: expect.closeTo(12, 6),
      rate: { perHour: expect.closeTo(12, 6), low95: expect.any(Number), high95: expect.any(Number) },
      since: expect.stringMatching(/^2026-09-05T/),
      version: 'v1.4.2',
      processes: { growing: 1, of: 1, names: [] },
      place: 'main.recv',
      goroutines: 581,
      stacks: [581],
      most: 581,
      healed: null,
      growsNow: true,
      hoursToLimit: finding?.hoursToLimit ?? null,
      water: expect.objectContaining({ length: 24, 0: 17 }),
      firstFound: iso(NOW),
      changedAt: iso(NOW),
      assignee: null,
      owners: [],
    })
  })
})

describe('GET /v1/findings/{id}', () => {
  test('gives the verdict with the numbers of every rule, and the history', async () => {
    const [{ id } = {}] = await pages(api, '/v1/findings?service=checkout')
    const finding = (await api.read(`/v1/findings/${id}`)) as { verdict: { rules: unknown[] } }
    expect(finding).toMatchObject({
      id,
      explain: expect.stringMatching(/^checkout: 581 goroutines/),
      verdict: {
        tier,
        members: [{ stack: ['main.recv', 'main.leak'] }],
        since: expect.stringMatching(/^2026-09-05T/),
      },
      history: [{ at: iso(NOW), to: 'new' }],
      revision: 1,
    })
    expect(finding.verdict.rules.length).toBeGreaterThan(2)
  })
})

describe('POST /v1/judge', () => {
  const judge = (query: string) => api.send(`/v1/judge?${query}`, { method: 'POST' })

  test('with wait=true answers what it found, and the same when asked again', async () => {
    const answers = [await judge('service=checkout&wait=true'), await judge('service=checkout&wait=true')]
    for (const response of answers) {
      expect([response.status, await response.json()]).toMatchObject([
        200,
        {
          service: 'checkout',
          closedHours: 0,
          changedFindings: 0,
          verdicts: [{ tier, since: expect.stringMatching(/^2026-09-05T/) }],
          others: [{ verdict: 'stable', stack: ['main.loop', 'main.main'] }],
        },
      ])
    }
  })

  test('of a service without any growth finds nothing', async () => {
    expect(await (await judge('service=quiet&wait=true')).json()).toMatchObject({ verdicts: [] })
  })

  test('does not stay for the answer unless it is told to', async () => {
    const response = await judge('service=slow')
    expect([response.status, await response.json()]).toEqual([202, { service: 'slow', judging: true }])
    await vi.waitFor(async () => expect((await judge('service=slow&wait=true')).status).toBe(200))
  })

  test('logs a run that failed when nobody waited for it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    await api.deps.ledger.lease('acme', 'quiet', 'another', NOW + HOUR, NOW)
    expect((await judge('service=quiet')).status).toBe(202)
    await vi.waitFor(() => expect(log).toHaveBeenCalledOnce())
    expect(JSON.parse(String(log.mock.lastCall?.[0]))).toMatchObject({ message: 'judge failed' })
    log.mockRestore()
    await api.deps.ledger.release('acme', 'quiet', 'another')
  })
})
