import { describe, expect, it } from 'vitest'
import { type Change, changeFinding } from '#shared/finding/change.ts'
import { type Finding, isOpen } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { DAY, HOUR } from '#shared/time.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { START } from '#test/support/lives.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

const DONE_AT = START + 2 * DAY

/** A verdict on `read` in the given versions: 120 goroutines, 5 an hour, in a process that began at `START`. */
const grows = (more: Partial<Verdict> = {}, versions = ['v1']): Verdict =>
  verdictOn(['read'], { grows: { versions, latestStart: START }, ...more })
const holding = (count: number, more: Partial<Verdict> = {}): Verdict => {
  const verdict = grows(more)
  return { ...verdict, count, members: [{ ...verdict.members[0], count }] }
}

function found(verdict = grows()): Finding {
  const [finding] = nextFindings('checkout', [], [verdict], START + DAY)
  if (finding === undefined) throw new Error('nothing was found')
  return finding
}

function changed(change: Change, finding = found()): Finding {
  const after = changeFinding(finding, change, 'eve', DONE_AT)
  if ('impossible' in after) throw new Error(after.impossible)
  return after
}

/** The finding after a run of the judge; the same run again must change nothing. */
function afterRun(finding: Finding, verdicts: readonly Verdict[], hours = 6): Finding {
  const now = DONE_AT + hours * HOUR
  const [after = finding, ...more] = nextFindings('checkout', [finding], verdicts, now)
  expect(more).toEqual([])
  expect(nextFindings('checkout', [after], verdicts, now)).toEqual([])
  expect(nextFindings('checkout', [JSON.parse(JSON.stringify(after))], verdicts, now)).toEqual([])
  return after
}

const last = ({ history }: Finding) => history.at(-1)

describe('a change', () => {
  it.each<[Change, string, string]>([
    [{ resolve: { in: 'now' } }, 'resolved', 'resolved'],
    [{ resolve: { in: 'nextVersion' } }, 'resolved', 'resolved in the version after v1'],
    [{ archive: { until: 'forever' } }, 'archived', 'archived for good'],
    [{ archive: { until: { growth: 3 } } }, 'archived', 'archived until it grows by 15 per hour'],
    [{ intended: true }, 'intended', 'is intended'],
    [{ intended: { reason: 'one a shard' } }, 'intended', 'is intended: one a shard'],
    [{ assign: 'Ada' }, 'new', 'assigned to Ada'],
    [{ comment: 'seen' }, 'new', 'commented'],
  ])('%j makes it %s, and is kept with time, name and comment', (change, state, reason) => {
    const after = changed({ comment: 'because', ...change })
    expect(after).toMatchObject({ state, version: 2 })
    expect(last(after)).toEqual({
      at: DONE_AT,
      from: 'new',
      to: state,
      reason,
      by: 'eve',
      comment: change.comment ?? 'because',
    })
  })

  it.each<[string, Change]>([
    ['to reopen what is open', { reopen: true }],
    ['to take it from nobody', { assign: null }],
  ])('%s changes nothing', (_, change) => {
    const finding = found()
    expect(changeFinding(finding, change, 'eve', DONE_AT)).toBe(finding)
  })

  it('of whom it is assigned to leaves its decision', () => {
    const archived = changed({ archive: { until: 'forever' } })
    expect(changed({ assign: 'Ada' }, archived)).toMatchObject({
      state: 'archived',
      assignee: 'Ada',
      decision: archived.decision,
    })
    expect(changed({ assign: null }, changed({ assign: 'Ada' })).assignee).toBeUndefined()
  })

  it.each<[string, Change, Finding]>([
    ['to archive it until yesterday', { archive: { until: { date: DONE_AT - DAY } } }, found()],
    [
      'to resolve it in the next version where none is known',
      { resolve: { in: 'nextVersion' } },
      found(grows({}, [])),
    ],
  ])('%s is impossible', (_, change, finding) => {
    expect(changeFinding(finding, change, 'eve', DONE_AT)).toEqual({ impossible: expect.any(String) })
  })

  it('reopens what is archived, intended or resolved, and the judge goes on with it', () => {
    for (const change of [
      { archive: { until: 'forever' } },
      { intended: true },
      { resolve: { in: 'now' } },
    ]) {
      const reopened = changed({ reopen: true }, changed(change as Change))
      expect(reopened).toMatchObject({ state: 'ongoing', decision: undefined })
      expect(afterRun(reopened, [grows()])).toBe(reopened)
      expect(afterRun(reopened, [grows({ perHour: 11 })])).toMatchObject({ state: 'escalating' })
    }
  })

  it('is kept among the first and the latest 49 transitions', () => {
    let finding = found()
    for (let i = 0; i < 200; i++) finding = changed({ comment: `comment ${i}` }, finding)
    expect(finding.history).toHaveLength(50)
    expect(finding.history[0]).toMatchObject({ to: 'new', reason: 'found as probable' })
    expect(last(finding)?.comment).toBe('comment 199')
  })
})

describe('a finding that is resolved now', () => {
  const resolved = changed({ resolve: { in: 'now' } }, found(holding(100)))

  it.each<[string, Verdict, string]>([
    ['stands where it stood', holding(100, { perHour: 6 }), 'resolved'],
    ['moves by less than a growth', holding(120), 'resolved'],
    ['grows beyond what it had', holding(121), 'regressed'],
    [
      'stands in lives that have ended',
      holding(500, { grows: { versions: [], latestStart: undefined } }),
      'resolved',
    ],
    [
      'grows in a process that began later',
      holding(30, { grows: { versions: ['v1'], latestStart: DONE_AT + 1 } }),
      'regressed',
    ],
  ])('and %s', (_, verdict, state) => {
    expect(isOpen(resolved)).toBe(false)
    const after = afterRun(resolved, [verdict], 48)
    expect(after.state).toBe(state)
    expect(isOpen(after)).toBe(state === 'regressed')
  })
})

describe('a finding that is resolved in the next version', () => {
  const resolved = changed({ resolve: { in: 'nextVersion' } })

  it('stays so while the versions grow that were seen growing', () => {
    expect(afterRun(resolved, [grows({ perHour: 50 })])).toMatchObject({ state: 'resolved' })
    expect(afterRun(resolved, [grows({ perHour: 50 }, [])])).toMatchObject({ state: 'resolved' })
  })

  it('has regressed in any other, also an older one', () => {
    const after = afterRun(resolved, [grows({}, ['v0', 'v1'])])
    expect(after).toMatchObject({ state: 'regressed', decision: undefined, grewIn: ['v1', 'v0'] })
    expect(last(after)?.reason).toBe('grows in v0; it was resolved in the version after v1')
  })
})

describe('an archived finding', () => {
  it('comes back when its rate is met', () => {
    const archived = changed({ archive: { until: { growth: 3 } } })
    const below = afterRun(archived, [grows({ perHour: 14.9 })])
    expect(below).toMatchObject({ state: 'archived', verdict: { perHour: 14.9 } })
    const met = afterRun(below, [grows({ perHour: 15 })])
    expect(met).toMatchObject({ state: 'ongoing', ratePerHour: 15, decision: undefined })
    expect(last(met)).toMatchObject({
      from: 'archived',
      reason: 'archived until it grows by 15 per hour; grows by 15 per hour',
    })
  })

  it('comes back on its date, also where its verdict is the same', () => {
    const archived = changed({ archive: { until: { date: DONE_AT + DAY } } })
    expect(afterRun(archived, [grows()], 23)).toBe(archived)
    expect(afterRun(archived, [grows()], 24)).toMatchObject({ state: 'ongoing' })
  })

  it('is resolved on its date where nothing grows any more', () => {
    const archived = changed({ archive: { until: { date: DONE_AT + 9 * DAY } } })
    expect(afterRun(archived, [], 9 * 24 - 1)).toBe(archived)
    expect(afterRun(archived, [], 9 * 24)).toMatchObject({ state: 'resolved', decision: undefined })
  })

  it('for good stays, whatever it does, and keeps its verdict up to date', () => {
    const archived = changed({ archive: { until: 'forever' } })
    const after = afterRun(archived, [grows({ perHour: 900, tier: 'proven' })])
    expect(after).toMatchObject({ state: 'archived', verdict: { perHour: 900 } })
    expect(last(after)).toMatchObject({ from: 'archived', to: 'archived', reason: 'probable → proven' })
    expect(afterRun(after, [], 9_000)).toBe(after)
  })
})

describe('an intended finding', () => {
  it('stays so until somebody reopens it', () => {
    const intended = changed({ intended: true })
    expect(afterRun(intended, [grows({ perHour: 900 })])).toMatchObject({ state: 'intended' })
    expect(afterRun(intended, [], 9_000)).toBe(intended)
  })
})

describe('a finding that the settings begin to call intended', () => {
  const run = (finding: Finding, verdicts: readonly Verdict[], meant: boolean, hours = 6) =>
    nextFindings(
      'checkout',
      [finding],
      verdicts,
      DONE_AT + hours * HOUR,
      new Map(meant ? [['read', 'the settings mark any frame **.read as intended']] : []),
    )
  const [intended = found()] = run(found(), [], true)

  it('is intended at once, and a repeated run changes nothing', () => {
    expect(intended).toMatchObject({ state: 'intended', version: 2 })
    expect(last(intended)?.reason).toBe('the settings mark any frame **.read as intended')
    expect(run(intended, [], true, 9_000)).toEqual([])
  })

  it('comes back when they no longer do, or it passes their bound', () => {
    expect(run(intended, [grows()], false)).toMatchObject([{ state: 'ongoing', decision: undefined }])
  })

  it('is resolved when they no longer do and it is gone', () => {
    expect(run(intended, [], false, 9_000)).toMatchObject([{ state: 'resolved', decision: undefined }])
  })

  it('stays what somebody has made of it before', () => {
    const archived = changed({ archive: { until: 'forever' } })
    expect(run(archived, [], true)).toEqual([])
  })
})
