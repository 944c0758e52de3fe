import { beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { LEAKING, leakingService } from '#test/support/leak.ts'
import { pages } from '#test/support/pages.ts'
import { dump, wideDump } from '#test/support/pprof.ts'

const SIGNATURES = '/v1/services/checkout/signatures'
const iso = (at: number): string => new Date(at).toISOString()

describe('GET /v1/services/{s}/signatures', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await testApi()
    await leakingService(api, 'checkout', 12)
    await api.push(dump({ 'main.busy < main.main': 2_000 }), { instance: 'pod-2' })
  })

  test('sorts by what stands there now, or by what grows', async () => {
    const leafs = async (sort: string) => {
      const found = await pages(api, `${SIGNATURES}?sort=${sort}`)
      return found.map(({ ownCode }) => ownCode)
    }
    expect(await leafs('count')).toEqual(['main.busy', 'main.recv', 'main.loop'])
    expect((await leafs('growth'))[0]).toBe('main.recv')
  })

  test('says of one how many there are, where the tide stands and how fast it rises', async () => {
    const [leak] = await pages(api, `${SIGNATURES}?sort=growth`)
    expect(leak).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      frames: ['main.recv', 'main.leak'],
      entry: 'main.leak',
      ownCode: 'main.recv',
      creator: null,
      count: 5 + 12 * 48,
      lowWater: expect.closeTo(5 + 12 * 43, 0),
      perHour: expect.closeTo(12, 6),
      levels: expect.objectContaining({ length: 24, 0: 17, 23: 581 }),
      states: { 'chan receive': 5 + 12 * 48 },
      firstSeen: { service: 'checkout', version: 'v1.4.2', at: iso(NOW - 47 * HOUR) },
    })
    expect(await api.read(`${SIGNATURES}/${leak?.id}`)).toEqual(leak)
  })

  test('looks at a range of time only', async () => {
    const early = `from=${iso(NOW - 48 * HOUR)}&to=${iso(NOW - 24 * HOUR)}`
    const [leak, ...others] = await pages(api, `${SIGNATURES}?sort=growth&${early}`)
    expect(leak).toMatchObject({ ownCode: 'main.recv', count: 5 + 12 * 23 })
    expect(others.map(({ ownCode }) => ownCode)).toEqual(['main.loop'])
    const none = `from=${iso(NOW - 24 * HOUR)}&to=${iso(NOW - 48 * HOUR)}`
    expect(await api.read(`${SIGNATURES}?${none}`)).toEqual({ items: [] })
  })
})

describe('the rate of a stack', () => {
  test('is what its open finding tells, and of a time that is over what the counts tell', async () => {
    const api = await testApi()
    await leakingService(api, 'checkout', 12)
    const rate = async (query = '') => {
      const [leak] = await pages(api, `${SIGNATURES}?sort=growth${query}`)
      return [leak?.perHour, ((await api.read(`${SIGNATURES}/${leak?.id}`)) as typeof leak)?.perHour]
    }
    const { ledger } = api.apiDeps
    const change = async (more: Partial<Finding>, told: Partial<Finding['verdict']> = {}) => {
      const [known] = (await ledger.read(TENANT, 'checkout')).findings
      if (known === undefined) throw new Error('nothing was found')
      const { verdict, version } = known
      const [member] = verdict.members
      const members = [{ ...member, rate: { ...member.rate, perHour: 99 } }] as const
      const changed = { ...known, ...more, verdict: { ...verdict, members, ...told }, version: version + 1 }
      expect(await ledger.putFinding(TENANT, changed)).toBe(true)
    }
    await change({})
    expect(await rate()).toEqual([99, 99])
    const [over] = await rate(`&to=${iso(NOW - HOUR)}`)
    expect(over).toBeCloseTo(12, 6)
    await change({}, { seen: 'silent' })
    expect(await rate()).toEqual([0, 0])
    await change({ state: 'resolved' }, { seen: 'growing' })
    expect((await rate())[0]).toBeCloseTo(12, 6)
  })
})

describe('pages of signatures', () => {
  test.each(['count', 'growth'])('sorted by %s give each once, whatever their length', async (sort) => {
    const api = await testApi()
    await api.push(wideDump(60))
    for (const limit of [7, 59, 60, 61]) {
      const found = await pages(api, `${SIGNATURES}?sort=${sort}&limit=${limit}`)
      expect(found).toHaveLength(60)
      expect(new Set(found.map(({ id }) => id)).size).toBe(60)
    }
  })

  test('say that the list has changed where the cursor has left it', async () => {
    const api = await testApi()
    const start = iso(NOW - 2 * HOUR)
    await api.push(wideDump(3), { at: iso(NOW - HOUR - MINUTE), start })
    const { next } = (await api.read(`${SIGNATURES}?limit=1`)) as { next: string }
    const behind = await api.send(`${SIGNATURES}?limit=1&cursor=${next}&from=${iso(NOW - HOUR)}`)
    expect(behind.status).toBe(400)
    expect(await behind.json()).toMatchObject({ reason: 'bad-parameter' })
  })
})

describe('the creator of a signature', () => {
  test('is added by the first dump that knows it', async () => {
    const api = await testApi()
    await api.push(dump({ [LEAKING]: 3 }))
    const [before] = await pages(api, `${SIGNATURES}?limit=9`)
    const text = 'goroutine 7 [chan receive]:\nmain.recv(...)\n\t/a.go:1\nmain.leak(...)\n\t/a.go:2\n'
    await api.push(`${text}created by main.start in goroutine 1\n\t/a.go:3\n`)
    const [after] = await pages(api, `${SIGNATURES}?limit=9`)
    expect([before?.creator, after?.creator]).toEqual([null, 'main.start'])
    expect(after?.id).toBe(before?.id)
  })
})
