import { describe, expect, test } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { all, freshName } from '#test/support/stores.ts'

const verdict = (perHour: number): Verdict => ({
  tier: 'probable',
  probability: 0.97,
  arguments: [
    {
      id: 'pace',
      value: 4,
      points: 1.8,
      says: 'a steady pace is 55 times as likely as one that slows down or speeds up',
    },
  ],
  members: [
    {
      signature: '0123456789abcdef',
      stack: ['main.worker'],
      ownCode: 'main.worker',
      entry: 'main.worker',
      creator: undefined,
      count: 7,
      stacks: 1,
      rate: { perHour, low95: perHour / 2, high95: perHour * 2 },
      states: { 'chan send': 7 },
    },
  ],
  seen: 'growing',
  count: 7,
  most: 9,
  neverFell: false,
  perHour,
  low95: perHour / 2,
  high95: perHour * 2,
  lastHeard: 1_788_760_800_000,
  heldUntil: undefined,
  since: 1_788_757_200_000,
  version: 'v1',
  processes: { growing: 1, of: 2, names: ['api-1'] },
  lives: { growing: 1, of: 2 },
  rules: [{ id: 'alive', fired: true, figures: { growth: 24, late: 12 }, says: '12 of 24 came late' }],
  cause: undefined,
  grows: { versions: ['v1'], latestStart: 1_788_757_200_000 },
  healed: undefined,
  limit: undefined,
  water: [3, 5, 7],
})

/** A finding of the service `api`, just found. */
const finding = (id: string, perHour = 1.5, more: Partial<Finding> = {}): Finding => ({
  id,
  service: 'api',
  state: 'new',
  verdict: verdict(perHour),
  ratePerHour: perHour,
  firstFound: 1_788_760_800_000,
  lastGrew: 1_788_760_800_000,
  grewIn: ['v1'],
  decision: undefined,
  assignee: undefined,
  history: [{ at: 1_788_760_800_000, from: undefined, to: 'new', reason: 'found as probable' }],
  version: 1,
  ...more,
})

/** Findings keep their versions apart; the open ones of a tenant are listed by severity. */
export function findingContract(make: () => JudgeLedger): void {
  describe('a finding', () => {
    test('comes back as it was put, alone and in what the judge reads', async () => {
      const tenant = freshName('tenant')
      const one = finding('0123456789abcdef')
      expect(await make().putFinding(tenant, one)).toBe(true)
      expect(await make().finding(tenant, 'api', one.id)).toEqual(one)
      expect((await make().read(tenant, 'api')).findings).toEqual([one])
      expect(await make().finding(tenant, 'apis', one.id)).toBeUndefined()
      expect(await make().finding(tenant, 'api', 'none')).toBeUndefined()
    })

    test('comes back with what somebody decided about it', async () => {
      const tenant = freshName('tenant')
      const history = [
        { at: 1, from: 'new' as const, to: 'archived' as const, reason: 'archived', by: 'eve', comment: 'x' },
      ]
      const archived = finding('a', 1, {
        state: 'archived',
        decision: { kind: 'archived', until: { perHour: 7.5 } },
        assignee: 'Ada',
        history,
      })
      await make().putFinding(tenant, archived)
      expect(await make().finding(tenant, 'api', 'a')).toEqual(archived)
    })

    test('is written by the version that follows the one that stands there', async () => {
      const tenant = freshName('tenant')
      const put = (version: number) => make().putFinding(tenant, finding('a', 1, { version }))
      expect(await put(2)).toBe(false)
      expect(await put(1)).toBe(true)
      expect(await put(1)).toBe(false)
      expect(await put(3)).toBe(false)
      expect(await put(2)).toBe(true)
      expect((await make().finding(tenant, 'api', 'a'))?.version).toBe(2)
    })

    test('is written by one of two judges that read the same version', async () => {
      const tenant = freshName('tenant')
      await make().putFinding(tenant, finding('a'))
      const next = ['one', 'other'].map((reason) => {
        const history = [{ at: 1, from: 'new' as const, to: 'ongoing' as const, reason }]
        return make().putFinding(tenant, finding('a', 1, { version: 2, history }))
      })
      expect((await Promise.all(next)).filter(Boolean)).toHaveLength(1)
    })
  })

  describe('open findings', () => {
    test('are listed over all services of a tenant, the most severe first', async () => {
      const tenant = freshName('tenant')
      const rates = [0.001, 9, 10, 11.5, 100, 9_999.9, 123_456]
      for (const [i, rate] of rates.entries())
        await make().putFinding(tenant, finding(`f${i}`, rate, { service: `service-${i % 3}` }))
      await make().putFinding(freshName('tenant'), finding('another'))
      const listed = await all(make().openFindings(tenant))
      expect(listed.map(({ ratePerHour }) => ratePerHour)).toEqual(rates.toReversed())
    })

    test('lose one that is resolved, archived or intended, and get it back', async () => {
      const tenant = freshName('tenant')
      const open = async () => (await all(make().openFindings(tenant))).map(({ state }) => state)
      const states = ['new', 'ongoing', 'resolved', 'regressed', 'archived', 'ongoing', 'intended'] as const
      const seen: unknown[] = []
      for (const [i, state] of states.entries()) {
        await make().putFinding(tenant, finding('a', 1, { state, version: i + 1 }))
        seen.push(await open())
      }
      expect(seen).toEqual([['new'], ['ongoing'], [], ['regressed'], [], ['ongoing'], []])
    })
  })
  describe('closed findings', () => {
    test('are listed over all services of a tenant, the last closed first, until they are open again', async () => {
      const tenant = freshName('tenant')
      const closed = (id: string, state: Finding['state'], at: number, more: Partial<Finding> = {}) =>
        finding(id, 1, {
          state,
          history: [
            { at: 1, from: undefined, to: 'new', reason: 'found as probable' },
            { at, from: 'new', to: state, reason: 'as somebody said' },
            { at: at + 9_000, from: state, to: state, reason: 'a comment' },
          ],
          ...more,
        })
      await make().putFinding(tenant, closed('a', 'resolved', 3_000, { service: 'web' }))
      await make().putFinding(tenant, closed('b', 'archived', 5_000))
      await make().putFinding(tenant, closed('c', 'intended', 4_000))
      await make().putFinding(tenant, finding('open'))
      const ids = async () => (await all(make().closedFindings(tenant))).map(({ id }) => id)
      expect(await ids()).toEqual(['b', 'c', 'a'])
      await make().putFinding(tenant, closed('b', 'ongoing', 6_000, { version: 2 }))
      expect(await ids()).toEqual(['c', 'a'])
    })
  })
}
