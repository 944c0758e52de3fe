import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const iso = (at: number): string => new Date(at).toISOString()
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

describe('GET /v1/services', () => {
  test('is empty where nothing came in', async () => {
    expect(await api.read('/v1/services')).toEqual({ items: [] })
  })

  test('gives every service once, by name, whatever the length of a page', async () => {
    const names = ['a', 'a/b', 'a:b', 'billing', 'team.x/checkout', 'zoo']
    for (const service of names) await api.push(dump({ 'main.a < main.b': 1 }), { service })
    for (const limit of [1, 2, 5, 6, 7]) {
      const found = await pages(api, `/v1/services?limit=${limit}`)
      expect(found.map(({ name }) => name)).toEqual([...names].sort())
    }
  })
})

describe('a service that cannot be judged yet', () => {
  test('says when it can be and what rises, and no more of it once it can be', async () => {
    for (let minute = 0; minute < 24; minute++) {
      api.clock.now = NOW + minute * MINUTE
      await api.push(dump({ 'main.leak < main.run': 2 + 29 * minute, 'main.pool < main.run': 8 }))
      if (minute === 6) await api.apiDeps.judge(TENANT, 'checkout')
      if (minute < 6) continue
      const known = {
        running: { processes: 1, goroutines: 184 },
        learning: {
          snapshots: 7,
          needed: 24,
          everySeconds: 60,
          firstVerdictAt: iso(NOW + 23 * MINUTE),
          rising: [{ place: 'main.leak', from: 2, to: 176 }],
        },
      }
      expect(await api.read('/v1/services')).toMatchObject({ items: [known] })
    }
    await api.apiDeps.judge(TENANT, 'checkout')
    expect(await api.read('/v1/services/checkout')).toMatchObject({ learning: null })
  })
})

describe('GET /v1/services/{s}', () => {
  test('adds up the newest profile of each process that reports, and none that has fallen silent', async () => {
    await api.push(dump({ 'main.a < main.b': 7 }), { instance: 'gone', at: iso(NOW - 2 * HOUR) })
    await api.push(dump({ 'main.a < main.b': 90 }), { instance: 'pod-1', at: iso(NOW - 5 * MINUTE) })
    await api.push(dump({ 'main.a < main.b': 10 }), { instance: 'pod-1' })
    await api.push(dump({ 'main.a < main.b': 3 }), { instance: 'pod-2' })
    expect(await api.read('/v1/services/checkout')).toEqual({
      name: 'checkout',
      firstSeen: iso(NOW),
      lastJudged: null,
      openFindings: 0,
      watched: null,
      running: null,
      learning: { snapshots: 0, needed: 24, everySeconds: null, firstVerdictAt: null, rising: [] },
      goroutines: 13,
      reporting: 2,
      findings: { proven: 0, probable: 0, suspect: 0 },
      owners: [],
      judgedThrough: null,
      settings: expect.objectContaining({ windowDays: 14, intended: [] }),
      settingsRevision: 0,
      nextResolution: null,
    })
  })

  test.each([
    { name: 'that send rarely, until they are overdue', processes: 3, heldUntil: NOW, want: [30, 3] },
    { name: 'no more that are overdue', processes: 3, heldUntil: NOW - 1, want: [4, 1] },
    {
      name: 'no more of which nothing tells when they are due',
      processes: 3,
      heldUntil: undefined,
      want: [4, 1],
    },
    { name: 'no more where the last hour has as many', processes: 1, heldUntil: NOW + HOUR, want: [4, 1] },
  ])('counts by the judge processes $name', async ({ processes, heldUntil, want }) => {
    await api.push(dump({ 'main.a < main.b': 4 }), { instance: 'pod-1' })
    const running = { processes, goroutines: 30, heldUntil }
    const judged = { at: NOW, openFindings: 0, watched: 1, running, dumps: [], learning: undefined }
    await api.apiDeps.directory.setJudged(TENANT, 'checkout', judged)
    const { goroutines, reporting } = (await api.read('/v1/services/checkout')) as Record<string, number>
    expect([goroutines, reporting]).toEqual(want)
  })

  test('counts the open findings of each tier that is told, and no other', async () => {
    await leakingService(api, 'checkout', 60)
    const { ledger } = api.apiDeps
    const [known] = (await ledger.read(TENANT, 'checkout')).findings
    if (known === undefined) throw new Error('nothing was found')
    const tiers = ['proven', 'proven', 'probable', 'suspect', 'suspect', 'suspect', 'watch'] as const
    for (const [i, tier] of tiers.entries()) {
      const finding = { ...known, id: `${i}`.repeat(16), verdict: { ...known.verdict, tier }, version: 1 }
      expect(await ledger.putFinding(TENANT, finding)).toBe(true)
    }
    const resolved = { ...known, id: 'f'.repeat(16), state: 'resolved' as const, version: 1 }
    expect(await ledger.putFinding(TENANT, resolved)).toBe(true)
    const own = { proven: 0, probable: 0, suspect: 0, [known.verdict.tier]: 1 }
    expect(await api.read('/v1/services/checkout')).toMatchObject({
      findings: { proven: 2 + own.proven, probable: 1 + own.probable, suspect: 3 + own.suspect },
    })
  })

  test('finds a service whose name has slashes and colons', async () => {
    await api.push(dump({ 'main.a < main.b': 1 }), { service: 'team/shop:eu' })
    expect(await api.read('/v1/services/team%2Fshop%3Aeu')).toMatchObject({ name: 'team/shop:eu' })
    expect(await api.read('/v1/services/team%2Fshop%3Aeu/processes')).toMatchObject({ items: [{}] })
  })
})

describe('GET /v1/services/{s}/quiet', () => {
  test('says why a stack beside a leak is no finding, and how many are watched', async () => {
    await leakingService(api, 'checkout', 12)
    expect(await api.read('/v1/services/checkout/quiet')).toEqual({
      lastJudged: iso(NOW),
      watched: 2,
      counts: { stable: 1 },
      items: [
        {
          signature: expect.stringMatching(/^[0-9a-f]{16}$/),
          verdict: 'stable',
          why: 'between 4 and 4 in 47 h',
          leaf: 'main.loop',
          ownCode: 'main.loop',
          entry: 'main.main',
        },
      ],
    })
    expect(await api.read('/v1/services')).toMatchObject({ items: [{ name: 'checkout', watched: 2 }] })
  })

  test('knows nothing of a service that no judge has seen', async () => {
    await api.push(dump({ 'main.a < main.b': 1 }))
    const nothing = { lastJudged: null, watched: null, counts: {}, items: [] }
    expect(await api.read('/v1/services/checkout/quiet')).toEqual(nothing)
  })
})

describe('GET /v1/services/{s}/processes', () => {
  test('tells the lives of one instance apart by their start', async () => {
    const starts = [iso(NOW - 3 * HOUR), iso(NOW - 20 * MINUTE)]
    await api.push(dump({ 'main.a < main.b': 9 }), {
      start: starts[0] ?? '',
      at: iso(NOW - 30 * MINUTE),
      version: 'v1',
    })
    await api.push(dump({ 'main.a < main.b': 2 }), {
      start: starts[1] ?? '',
      version: 'v2',
      'label.zone': 'eu',
    })
    expect(await api.read('/v1/services/checkout/processes')).toMatchObject({
      items: [
        { id: 'pod-1@20260907T053000Z', version: 'v1', startedAt: starts[0], goroutines: 9, labels: {} },
        {
          id: 'pod-1@20260907T081000Z',
          version: 'v2',
          startedAt: starts[1],
          goroutines: 2,
          labels: { zone: 'eu' },
        },
      ],
    })
  })

  test('says which build a process runs, and when it was last heard of', async () => {
    const last = NOW - MINUTE
    await api.push(dump({ 'main.a < main.b': 1 }), { at: iso(NOW - HOUR) })
    await api.push(dump({ 'main.a < main.b': 1 }), { at: iso(last) })
    for await (const process of api.deps.directory.processes(TENANT, 'checkout'))
      await api.deps.directory.sawProcess(TENANT, 'checkout', { ...process, buildId: 'b1' })
    expect(await api.read('/v1/services/checkout/processes')).toMatchObject({
      items: [{ buildId: 'b1', firstSeen: iso(NOW - HOUR), lastSeen: iso(last) }],
    })
  })

  test('gives every process once, whatever the length of a page', async () => {
    for (let i = 0; i < 12; i++) await api.push(dump({ 'main.a < main.b': 1 }), { instance: `pod-${i}` })
    const found = await pages(api, '/v1/services/checkout/processes?limit=5')
    expect(new Set(found.map(({ id }) => id)).size).toBe(12)
    expect(found).toHaveLength(12)
  })
})
