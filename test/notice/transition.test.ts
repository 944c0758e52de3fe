import { describe, expect, test } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { toldTransitions } from '#shared/notice/transition.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'
import { FOUND, findingOf } from './findings.ts'

const told = (finding: Finding): string[] =>
  toldTransitions(finding, FOUND - DAY, FOUND + 30 * DAY).map(({ kind }) => kind)

describe('of a finding is told', () => {
  test.each([
    ['that it is new', findingOf(), ['new']],
    ['nothing of going on', findingOf({ after: [{ to: 'ongoing', reason: 'grows still' }] }), ['new']],
    [
      'that it grows faster, ends and is back',
      findingOf({
        after: [
          { to: 'escalating', reason: '5.0 → 11.0 an hour' },
          { to: 'resolved', reason: 'no growth in v2 for 30 h' },
          { to: 'regressed', reason: 'grows again in v3' },
        ],
      }),
      ['new', 'escalating', 'resolved', 'regressed'],
    ],
    ['nothing as long as it is suspected only', findingOf({ verdict: { tier: 'suspect' } }), []],
    [
      'nothing of what people decided',
      findingOf({ after: [{ to: 'resolved', reason: 'resolved', by: 'Ada' }] }),
      ['new'],
    ],
    [
      'nothing of a comment or of an assignment',
      findingOf({ after: [{ to: 'new', reason: 'assigned to Ada', by: 'Ada' }] }),
      ['new'],
    ],
    [
      'that it is back from the archive, where it was put on a condition',
      findingOf({
        after: [
          { to: 'archived', reason: 'archived', by: 'Ada' },
          { to: 'ongoing', reason: 'was archived until 15.0 an hour, grows by 16.0' },
        ],
      }),
      ['new', 'regressed'],
    ],
    [
      'nothing of what stands in the settings',
      findingOf({
        after: [
          { to: 'intended', reason: 'a pool' },
          { to: 'ongoing', reason: 'the settings no longer mark it as intended' },
        ],
      }),
      ['new'],
    ],
  ])('%s', (_, finding, kinds) => {
    expect(told(finding)).toEqual(kinds)
  })
})

describe('a suspicion', () => {
  const at = (hour: number, tier: 'suspect' | 'probable' | 'proven', perHour: number) => ({
    now: FOUND + hour * HOUR,
    verdicts: [
      verdictOn(['2222222222222222'], { tier, perHour, probability: tier === 'suspect' ? 0.7 : 0.97 }),
    ],
  })
  const lived = (...runs: ReturnType<typeof at>[]): Finding => {
    const [finding] = runs.reduce<Finding[]>((known, { now, verdicts }) => {
      const [changed] = nextFindings('checkout', known, verdicts, now)
      return changed === undefined ? known : [changed]
    }, [])
    if (finding === undefined) throw new Error('the runs should have found something')
    return finding
  }

  test('is told as new once it is probable, and what came before it is not told then', () => {
    const finding = lived(at(0, 'suspect', 5), at(1, 'suspect', 11), at(2, 'probable', 12))
    expect(finding.history.map(({ to }) => to)).toEqual(['new', 'escalating', 'escalating'])
    expect(toldTransitions(finding, 0, FOUND + DAY)).toMatchObject([{ kind: 'new', at: FOUND + 2 * HOUR }])
  })

  test('that becomes probable as it grows faster is told once, as new', () => {
    expect(told(lived(at(0, 'suspect', 5), at(1, 'probable', 11)))).toEqual(['new'])
  })

  test('that is proven after it was probable is not told again', () => {
    expect(told(lived(at(0, 'probable', 5), at(1, 'proven', 5.5), at(2, 'proven', 6)))).toEqual(['new'])
  })

  test('that was probable and fell back is not told until it is so again', () => {
    const finding = lived(at(0, 'probable', 5), at(1, 'suspect', 5), at(2, 'suspect', 11))
    expect(toldTransitions(finding, FOUND + HOUR, FOUND + DAY)).toEqual([])
    expect(told(finding)).toEqual(['new'])
  })
})

test('what was told has its time, its end not among them', () => {
  const finding = findingOf({ after: [{ to: 'escalating', reason: '5.0 → 11.0 an hour' }] })
  expect(toldTransitions(finding, FOUND, FOUND + HOUR)).toMatchObject([{ kind: 'new' }])
  expect(toldTransitions(finding, FOUND + HOUR, FOUND + DAY)).toEqual([
    { at: FOUND + HOUR, kind: 'escalating', reason: '5.0 → 11.0 an hour' },
  ])
})

describe('systems are told', () => {
  const toldToSystems = (finding: Finding): string[] =>
    toldTransitions(finding, FOUND - DAY, FOUND + 30 * DAY, 'systems').map(({ kind }) => kind)

  test.each([
    [
      'that a person ended it',
      [
        { to: 'archived', reason: 'archived', by: 'Ada' },
        { to: 'ongoing', reason: 'that date has passed' },
        { to: 'resolved', reason: 'resolved', by: 'Ada' },
      ],
      ['new', 'resolved', 'regressed', 'resolved'],
    ],
    [
      'one end, where one end follows another',
      [
        { to: 'archived', reason: 'archived', by: 'Ada' },
        { to: 'resolved', reason: 'gone' },
      ],
      ['new', 'resolved'],
    ],
    ['nothing of a comment', [{ to: 'new', reason: 'comment', by: 'Ada' }], ['new']],
  ] as const)('%s', (_, after, kinds) => {
    expect(toldToSystems(findingOf({ after }))).toEqual(kinds)
  })

  test('of the end of what is no longer sure', () => {
    const finding = findingOf({
      verdict: { tier: 'suspect' },
      after: [{ to: 'resolved', reason: 'gone' }],
    })
    expect(toldToSystems(finding)).toEqual(['resolved'])
  })
})
