import { describe, expect, it } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, inputOf, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '#test/verdict/stacks.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

/** A finding that took so many hours to find. */
function foundAfter(hours: number): Finding {
  const [finding] = nextFindings('checkout', [], [verdictOn(['read'])], START + hours * HOUR)
  if (finding === undefined) throw new Error('nothing was found')
  return finding
}

const goneFor = (hours: number): Verdict =>
  verdictOn(['read'], { healed: { version: 'v3', at: START, hours } })
const last = ({ history }: Finding) => history.at(-1)

describe('a finding whose leak is gone', () => {
  it.each([
    { took: 2, quiet: 23, want: undefined },
    { took: 2, quiet: 24, want: 'resolved' },
    { took: 8, quiet: 24, want: 'resolved' },
    { took: 20, quiet: 59, want: undefined },
    { took: 20, quiet: 60, want: 'resolved' },
  ])('from v3 for $quiet h, and took $took h to find, is $want', ({ took, quiet, want }) => {
    const found = foundAfter(took)
    const [after] = nextFindings('checkout', [found], [goneFor(quiet)], START + 30 * DAY)
    expect(after?.state).toBe(want ?? 'new')
    if (want !== undefined && after !== undefined)
      expect(last(after)).toMatchObject({
        from: 'new',
        to: 'resolved',
        reason: `no growth in v3 for ${quiet} h`,
      })
  })

  it.each([
    { took: 2, quiet: 23.9, want: [] },
    { took: 2, quiet: 24, want: ['resolved'] },
    { took: 20, quiet: 59, want: [] },
    { took: 20, quiet: 60, want: ['resolved'] },
  ])('without a verdict for $quiet h, and took $took h to find, becomes $want', ({ took, quiet, want }) => {
    const found = foundAfter(took)
    const changed = nextFindings('checkout', [found], [], found.lastGrew + quiet * HOUR)
    expect(changed.map(({ state }) => state)).toEqual(want)
  })

  it('is resolved once: a repeated run changes nothing', () => {
    for (const verdicts of [[goneFor(100)], []]) {
      const changed = nextFindings('checkout', [foundAfter(2)], verdicts, START + 9 * DAY)
      expect(changed).toHaveLength(1)
      expect(nextFindings('checkout', changed, verdicts, START + 10 * DAY)).toEqual([])
    }
  })

  it('does not come back with a verdict on lives that have ended', () => {
    const resolved = nextFindings('checkout', [foundAfter(2)], [goneFor(30)], START + 3 * DAY)
    const [after] = nextFindings(
      'checkout',
      resolved,
      [verdictOn(['read'], { grows: { versions: [], latestStart: undefined } })],
      START + 4 * DAY,
    )
    expect(after?.state).toBe('resolved')
    const [again] = nextFindings('checkout', resolved, [verdictOn(['read'])], START + 4 * DAY)
    expect(again?.state).toBe('regressed')
  })

  it('stays resolved while the old life is still in the window', () => {
    const resolved = nextFindings('checkout', [foundAfter(2)], [goneFor(30)], START + 3 * DAY)
    const [later] = nextFindings('checkout', resolved, [goneFor(40)], START + 4 * DAY)
    expect(later?.state).toBe('resolved')
  })

  it('has regressed where it grows again, in the version that it grows in', () => {
    const resolved = nextFindings('checkout', [foundAfter(2)], [goneFor(30)], START + 3 * DAY)
    const again = verdictOn(['read'], { version: 'v2', grows: { versions: ['v4'], latestStart: START } })
    const [after] = nextFindings('checkout', resolved, [again], START + 9 * DAY)
    expect(after).toMatchObject({
      state: 'regressed',
      firstFound: START + 2 * HOUR,
      lastGrew: START + 9 * DAY,
    })
    expect(after && last(after)?.reason).toBe('grows again in v4')
  })
})

describe('a week of runs of the judge, one every six hours', () => {
  /** v2 leaks for two days, v3 does not for three, v4 as told. */
  const lives = (v4: (hour: number) => number) =>
    [
      { version: 'v2', day: 0, hours: 48, countAt: (hour: number) => 20 + 5 * hour },
      { version: 'v3', day: 2, hours: 72, countAt: () => 20 },
      { version: 'v4', day: 5, hours: 72, countAt: v4 },
    ].map(({ version, day, hours, countAt }) =>
      lifeOf({ [OWN_WORKER.id]: counted(hours, countAt) }, { version, from: START + day * DAY }),
    )

  /** What has been counted of a life by a time. */
  function seenBy(now: number, v4: (hour: number) => number) {
    return lives(v4).flatMap((life) => {
      const many = life.times.filter((at) => at <= now).length
      const counts = life.counts.get(OWN_WORKER.id)?.last.subarray(0, many) ?? []
      const { version, startedAt = START } = life.process
      return many === 0 ? [] : [lifeOf({ [OWN_WORKER.id]: [...counts] }, { version, from: startedAt })]
    })
  }

  function statesOf(v4: (hour: number) => number): string[] {
    let findings: Finding[] = []
    for (let hour = 6; hour <= 8 * 24; hour += 6) {
      const now = START + hour * HOUR
      const { verdicts } = judge({ ...inputOf(seenBy(now, v4), [OWN_WORKER]), now })
      const changed = nextFindings('checkout', findings, verdicts, now)
      expect(nextFindings('checkout', changed, verdicts, now)).toEqual([])
      if (changed.length > 0) findings = changed
      expect(findings.length).toBeLessThanOrEqual(1)
    }
    return (findings[0]?.history ?? []).map(({ to }) => to)
  }

  it('resolves a leak that v3 and v4 do not have, and takes no start of a process for its return', () => {
    expect(statesOf(() => 20)).toEqual(expect.arrayContaining(['new', 'ongoing', 'resolved']))
    expect(statesOf(() => 20).at(-1)).toBe('resolved')
    expect(statesOf(() => 20)).not.toContain('regressed')
  })

  it('says that a leak that comes back in v4 has regressed', () => {
    const states = statesOf((hour) => 20 + 5 * hour)
    expect(states.filter((state) => state === 'resolved' || state === 'regressed')).toEqual([
      'resolved',
      'regressed',
    ])
  })
})
