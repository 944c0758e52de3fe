import { describe, expect, it } from 'vitest'
import { causeOf } from '#shared/cause/cause-of.ts'
import { knownStack } from '#shared/cause/known-stack.ts'
import { explain, headline } from '#shared/verdict/judge/explain.ts'
import type { Member, Verdict } from '#shared/verdict/model/verdict.ts'
import { IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from '../stacks.ts'
import { verdictOn } from '../verdicts.ts'

const memberOf = (
  { id, frames, ...rest }: typeof IDLE_READ_LOOP,
  count: number,
  perHour: number,
  states: Member['states'],
): Member => ({
  ...rest,
  signature: id,
  stack: frames,
  count,
  rate: { perHour, low95: perHour - 0.2, high95: perHour + 0.2 },
  stacks: 1,
  states,
})

/** Spring 2026: a checkout service with an http.Transport for each request. */
const INCIDENT: Verdict = verdictOn(['readLoop'], {
  members: [
    memberOf(IDLE_READ_LOOP, 1201, 7.1, { 'IO wait': 1201 }),
    memberOf(WRITE_LOOP, 1201, 7.1, { select: 1201 }),
  ],
  count: 2402,
  most: 2402,
  neverFell: true,
  perHour: 14.2,
  since: Date.UTC(2026, 4, 1, 2, 10),
  version: 'v1.4.2',
  processes: { growing: 3, of: 3, names: [] },
  cause: causeOf(knownStack(IDLE_READ_LOOP)),
})

const UNKNOWN: Verdict = verdictOn(['flush'], {
  members: [memberOf(OWN_WORKER, 86, 25.4, { select: 6, 'chan send': 80 })],
  count: 86,
  most: 90,
  perHour: 25.4,
  since: Date.UTC(2026, 4, 3, 14, 5),
  processes: { growing: 1, of: 1, names: [] },
})

/** Three days after the incident was looked at. */
const NOW = Date.UTC(2026, 4, 9, 12)

describe('explain', () => {
  it('tells the incident in the words of its verdict', () => {
    const [headline, ...rest] = explain('checkout', INCIDENT, NOW).split(/(?<=\.) (?=Cause|Fix)/)
    expect(headline).toBe(
      'checkout: 2,402 goroutines in two stacks, in idle keep-alive connections, +14 per hour in each process since 2026-05-01 02:10 UTC (v1.4.2), in 3 of 3 processes, never fell.',
    )
    expect(rest).toEqual([
      `Cause: An http.Transport per request, without IdleConnTimeout. ${INCIDENT.cause?.why}`,
      `Fix: ${INCIDENT.cause?.fix}`,
    ])
  })

  it('says where to look where no cause is known', () => {
    expect(explain('checkout', UNKNOWN, NOW)).toBe(
      'checkout: 86 goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 per hour since 2026-05-03 14:05 UTC, in 1 of 1 process. ' +
        'No entry of the catalogue matches; look at example.com/shop/cart.(*Store).flush, started in example.com/shop/cart.(*Store).Put.',
    )
  })

  it.each([
    {
      tier: 'suspect',
      dumps: undefined,
      names: ['edge-3'],
      want: /send 5 full dumps of .* --instance edge-3 -`\./,
    },
    { tier: 'suspect', dumps: 3, names: [], want: /send 2 more full dumps of .* --instance INSTANCE -`\./ },
    { tier: 'watch', dumps: 4, names: [], want: /send one more full dump of/ },
    { tier: 'suspect', dumps: 5, names: [], want: undefined },
    { tier: 'probable', dumps: undefined, names: [], want: undefined },
    { tier: 'proven', dumps: undefined, names: [], want: undefined },
  ] as const)(
    'says with which command to settle a $tier after $dumps dumps',
    ({ tier, dumps, names, want }) => {
      const figures = dumps === undefined ? {} : { dumps }
      const rules = [{ id: 'residents', fired: false, figures, says: '' }] as const
      const told = explain(
        'checkout',
        { ...UNKNOWN, tier, rules, processes: { growing: 1, of: 2, names } },
        NOW,
      )
      if (want === undefined) expect(told).not.toContain('To settle it')
      else expect(told).toMatch(want)
    },
  )

  it('looks at the entry, then at the stack, where there is no own code', () => {
    const [member] = UNKNOWN.members
    const bare: Member = { ...member, ownCode: undefined, creator: undefined, states: {} }
    expect(explain('checkout', { ...UNKNOWN, members: [bare] }, NOW)).toMatch(
      /in os\.\(\*File\)\.Sync, \+.* look at example\.com\/shop\/cart\.\(\*Store\)\.flush\.$/,
    )
    expect(explain('checkout', { ...UNKNOWN, members: [{ ...bare, entry: undefined }] }, NOW)).toMatch(
      /look at the stack\.$/,
    )
  })
})

const V3 = { version: 'v3.0.0', at: Date.UTC(2026, 4, 6, 12), hours: 27 }
const NONE = { growing: 0, of: 1, names: [] }

describe('the headline', () => {
  const [member] = UNKNOWN.members

  it.each<{ name: string; give: Partial<Verdict>; want: string }>([
    {
      name: 'a leak that is fixed: the version, when, and the most there was',
      give: { seen: 'fixed', count: 0, most: 59, healed: V3, processes: NONE },
      want: 'checkout: Fixed in v3.0.0, 3 days ago; 59 at most',
    },
    {
      name: 'a leak that is gone in the same version',
      give: { seen: 'gone', count: 2, most: 59, healed: { ...V3, version: undefined }, processes: NONE },
      want: 'checkout: Gone, 3 days ago; 59 at most',
    },
    {
      name: 'one goroutine after a restart: the count of now, and no rate beside it',
      give: { seen: 'unknown', count: 1, most: 812, perHour: 1737, processes: NONE },
      want: 'checkout: 1 goroutine in example.com/shop/cart.(*Store).flush, waiting in chan send, too early to say whether it grows after the restart, 812 at most',
    },
    {
      name: 'a leak that has stopped and stays',
      give: { seen: 'level', count: 400, most: 420, processes: NONE },
      want: 'checkout: 400 goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send, not growing now, 420 at most',
    },
    {
      name: 'a leak in one of four processes',
      give: { processes: { growing: 1, of: 4, names: ['edge-3'] } },
      want: 'checkout: 86 goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 per hour since 2026-05-03 14:05 UTC, only in edge-3, 1 of 4 processes',
    },
    {
      name: 'a leak in two of four processes',
      give: { processes: { growing: 2, of: 4, names: ['edge-1', 'edge-3'] } },
      want: 'checkout: 86 goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 per hour in each process since 2026-05-03 14:05 UTC, only in edge-1 and edge-3, 2 of 4 processes',
    },
    {
      name: 'twins of which one has three to one of the others',
      give: {
        count: 455,
        members: [
          { ...member, count: 273 },
          { ...member, count: 91 },
          { ...member, count: 91 },
        ],
      },
      want: 'checkout: 455 goroutines in three stacks (3 : 1 : 1), in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 per hour since 2026-05-03 14:05 UTC, in 1 of 1 process',
    },
    {
      name: 'twins in no simple ratio',
      give: {
        count: 170,
        members: [
          { ...member, count: 120 },
          { ...member, count: 50 },
        ],
      },
      want: 'checkout: 170 goroutines in two stacks (120 and 50), in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 per hour since 2026-05-03 14:05 UTC, in 1 of 1 process',
    },
    {
      name: 'a service from which nothing comes any more',
      give: { heldUntil: Date.UTC(2026, 4, 8), lastHeard: Date.UTC(2026, 4, 7, 23, 30) },
      want: 'checkout: No process has reported since 2026-05-07 23:30 UTC; 86 goroutines then in example.com/shop/cart.(*Store).flush, waiting in chan send, 90 at most',
    },
  ])('tells of $name', ({ give, want }) => {
    expect(headline('checkout', { ...UNKNOWN, ...give }, NOW)).toBe(want)
  })

  it('is what the sentences begin with', () => {
    for (const verdict of [INCIDENT, UNKNOWN])
      expect(explain('checkout', verdict, NOW).startsWith(`${headline('checkout', verdict, NOW)}. `)).toBe(
        true,
      )
  })
})

describe('what does not grow any more', () => {
  it('is told with the rate that it had, named as such', () => {
    const fixed: Verdict = { ...UNKNOWN, seen: 'fixed', healed: V3, version: 'v2.0.0', processes: NONE }
    expect(explain('checkout', fixed, NOW)).toContain(
      'Goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send grew by 25 per hour in one process, from 2026-05-03 14:05 UTC (v2.0.0) on. No growth in v3.0.0, watched for 27 h.',
    )
  })

  it('has no fix to make', () => {
    expect(explain('checkout', { ...INCIDENT, seen: 'fixed', healed: V3 }, NOW)).not.toContain('Fix:')
  })
})
