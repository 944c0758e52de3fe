import { describe, expect, it } from 'vitest'
import { causeOf } from '#shared/cause/cause-of.ts'
import { stackEvidence } from '#shared/cause/stack-evidence.ts'
import { explain } from '#shared/verdict/explain.ts'
import type { Member, RuleResult, Verdict } from '#shared/verdict/verdict.ts'
import { IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from './stacks.ts'
import { verdictOn } from './verdicts.ts'

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

const neverReturns = (rises: number, falls: number): RuleResult => ({
  id: 'never-returns',
  fired: true,
  figures: { rises, falls, returned: falls / rises },
  says: '',
})

/** Spring 2026: a checkout service with an http.Transport for each request. */
const INCIDENT: Verdict = verdictOn(['readLoop'], {
  members: [
    memberOf(IDLE_READ_LOOP, 1201, 7.1, { 'IO wait': 1201 }),
    memberOf(WRITE_LOOP, 1201, 7.1, { select: 1201 }),
  ],
  perHour: 14.2,
  since: Date.UTC(2026, 4, 1, 2, 10),
  version: 'v1.4.2',
  processes: { growing: 3, of: 3 },
  rules: [neverReturns(1190, 0)],
  cause: causeOf(stackEvidence(IDLE_READ_LOOP)),
})

const UNKNOWN: Verdict = verdictOn(['flush'], {
  members: [memberOf(OWN_WORKER, 86, 25.4, { select: 6, 'chan send': 80 })],
  since: Date.UTC(2026, 4, 3, 14, 5),
  processes: { growing: 1, of: 1 },
  rules: [neverReturns(300, 4)],
})

/** Every number of a text, thousands joined; those inside of names (`v1`, `http2`) are names. */
const numbersOf = (text: string): string[] =>
  [...text.replaceAll(/(\d),(?=\d{3})/g, '$1').matchAll(/(?<![\w./-])\d+(\.\d+)?(?![\w])/g)].map(
    ([number]) => number,
  )

describe('explain', () => {
  it('tells the incident in the words of its verdict', () => {
    const [headline, ...rest] = explain('checkout', INCIDENT).split(/(?<=\.) (?=Cause|Fix)/)
    expect(headline).toBe(
      'checkout: 1,201 × 2 goroutines in idle keep-alive connections, +7.1 an hour each since 2026-05-01 02:10 (v1.4.2), in 3 of 3 processes, never fell.',
    )
    expect(rest).toEqual([
      `Cause: An http.Transport for each request, without IdleConnTimeout. ${INCIDENT.cause?.why}`,
      `Fix: ${INCIDENT.cause?.fix}`,
    ])
  })

  it('says where to look where no cause is known', () => {
    expect(explain('checkout', UNKNOWN)).toBe(
      'checkout: 86 goroutines in example.com/shop/cart.(*Store).flush, waiting in chan send, +25 an hour since 2026-05-03 14:05, in 1 of 1 process. ' +
        'No entry of the catalogue matches; look at example.com/shop/cart.(*Store).flush, started in example.com/shop/cart.(*Store).Put.',
    )
  })

  it('looks at the entry, then at the stack, where there is no own code', () => {
    const [member] = UNKNOWN.members
    const bare: Member = { ...member, ownCode: undefined, creator: undefined, states: {} }
    expect(explain('checkout', { ...UNKNOWN, members: [bare] })).toMatch(
      /in os\.\(\*File\)\.Sync, \+.* look at example\.com\/shop\/cart\.\(\*Store\)\.flush\.$/,
    )
    expect(explain('checkout', { ...UNKNOWN, members: [{ ...bare, entry: undefined }] })).toMatch(
      /look at the stack\.$/,
    )
  })

  it.each([
    { name: 'fell by four', rules: [neverReturns(300, 4)], want: false },
    { name: 'rose and never fell', rules: [neverReturns(300, 0)], want: true },
    { name: 'was not asked', rules: [], want: false },
  ])('says never fell of a series that $name: $want', ({ rules, want }) => {
    expect(explain('checkout', { ...UNKNOWN, rules }).includes('never fell')).toBe(want)
  })

  it.each([
    { name: 'the incident', give: INCIDENT },
    { name: 'an unknown cause', give: UNKNOWN },
  ])('has no number about $name that is not in its verdict', ({ give }) => {
    const [first] = give.members
    const known = [
      first.count,
      give.members.length,
      give.processes.growing,
      give.processes.of,
      first.rate.perHour,
      Math.round(first.rate.perHour),
      ...new Date(give.since).toISOString().split(/[-T:]/).slice(0, 5),
      ...numbersOf(`${give.cause?.why} ${give.cause?.fix}`),
    ].map(String)
    const said = numbersOf(explain('checkout', give).replaceAll(/(\d)[-:](?=\d)/g, '$1 '))
    expect(said.length).toBeGreaterThan(6)
    expect(said.filter((number) => !known.includes(number))).toEqual([])
  })
})
