import { describe, expect, it } from 'vitest'
import type { Finding, Transition } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { HOUR } from '#shared/time.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { START } from '#test/support/lives.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

/** The findings after runs of the judge an hour apart, each with its verdicts. */
function afterRuns(runs: readonly (readonly Verdict[])[], before: readonly Finding[] = []): Finding[] {
  let findings = [...before]
  for (const [hour, verdicts] of runs.entries()) {
    const changed = nextFindings('checkout', findings, verdicts, START + hour * HOUR)
    const ids = new Set(changed.map(({ id }) => id))
    expect(ids.size).toBe(changed.length)
    findings = [...findings.filter(({ id }) => !ids.has(id)), ...changed]
  }
  return findings
}

function onlyFinding(findings: readonly Finding[]): Finding {
  expect(findings).toHaveLength(1)
  return findings[0] as Finding
}

const at = (perHour: number, more: Partial<Verdict> = {}): Verdict[] => [
  verdictOn(['read'], { perHour, ...more }),
]
const steps = ({ history }: Finding): [Transition['from'], Transition['to'], string][] =>
  history.map(({ from, to, reason }) => [from, to, reason])

describe('nextFindings', () => {
  it('takes a leak from new to ongoing to escalating, and keeps each change with its time and reason', () => {
    const finding = onlyFinding(afterRuns([at(5), at(6), at(11.9), at(12)]))
    expect(finding).toMatchObject({
      id: 'read',
      service: 'checkout',
      state: 'escalating',
      ratePerHour: 12,
      firstFound: START,
    })
    expect(finding.history).toEqual([
      { at: START, from: undefined, to: 'new', reason: 'found as probable' },
      { at: START + HOUR, from: 'new', to: 'ongoing', reason: 'still growing' },
      {
        at: START + 3 * HOUR,
        from: 'ongoing',
        to: 'escalating',
        reason: 'grows by 12 per hour in a process, 6.0 per hour before',
      },
    ])
  })

  it('raises the version by one with every write', () => {
    const versions = [1, 2, 3, 4].map(
      (runs) => onlyFinding(afterRuns([5, 6, 7, 8].slice(0, runs).map((rate) => at(rate)))).version,
    )
    expect(versions).toEqual([1, 2, 3, 4])
  })

  it('changes nothing when the same verdict comes again, also after it was stored as JSON', () => {
    const findings = afterRuns([at(5), at(6)])
    expect(nextFindings('checkout', findings, at(6), START + 9 * HOUR)).toEqual([])
    const stored = JSON.parse(JSON.stringify(findings)) as Finding[]
    expect(nextFindings('checkout', stored, at(6), START + 9 * HOUR)).toEqual([])
  })

  it('keeps the state and the history where only the numbers move', () => {
    const finding = onlyFinding(afterRuns([at(5), at(6), at(7)]))
    expect(finding).toMatchObject({ state: 'ongoing', ratePerHour: 6, version: 3, verdict: { perHour: 7 } })
    expect(steps(finding)).toHaveLength(2)
  })

  it('says that a resolved leak that grows again has regressed', () => {
    const resolved = onlyFinding(afterRuns([at(5), at(6)]))
    const again = onlyFinding(afterRuns([at(7)], [{ ...resolved, state: 'resolved' }]))
    expect(again).toMatchObject({ state: 'regressed', ratePerHour: 7, version: 3, firstFound: START })
    expect(steps(again).at(-1)).toEqual(['resolved', 'regressed', 'grows again'])
  })

  it('keeps a change of tier in the history', () => {
    const finding = onlyFinding(
      afterRuns([at(5, { tier: 'suspect' }), at(5, { tier: 'suspect', since: START + 1 }), at(5)]),
    )
    expect(steps(finding).at(-1)).toEqual(['ongoing', 'ongoing', 'suspect → probable'])
  })

  it('begins no finding for a watch', () => {
    expect(afterRuns([at(5, { tier: 'watch' })])).toEqual([])
  })

  it.each<{ name: string; give: [Verdict[], Verdict[]]; want: string[] }>([
    { name: 'a twin comes', give: [[verdictOn(['read'])], [verdictOn(['read', 'write'])]], want: ['read'] },
    { name: 'a twin goes', give: [[verdictOn(['read', 'write'])], [verdictOn(['read'])]], want: ['read'] },
    {
      name: 'the first one goes',
      give: [[verdictOn(['read', 'write'])], [verdictOn(['write'])]],
      want: ['read'],
    },
    {
      name: 'the twins change places',
      give: [[verdictOn(['read', 'write'])], [verdictOn(['write', 'read'])]],
      want: ['read'],
    },
    {
      name: 'the twins part, the other one first',
      give: [[verdictOn(['read', 'write'])], [verdictOn(['write']), verdictOn(['read'])]],
      want: ['read', 'write'],
    },
    {
      name: 'another leak comes first',
      give: [[verdictOn(['read'])], [verdictOn(['other']), verdictOn(['read'])]],
      want: ['read', 'other'],
    },
  ])('keeps the finding when $name', ({ give, want }) => {
    const findings = afterRuns(give)
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(want))
    for (const { id, history, verdict } of findings) {
      expect(history.filter(({ to }) => to === 'new')).toHaveLength(1)
      if (findings.length > 1) expect(verdict.members.map(({ signature }) => signature)).toEqual([id])
    }
  })

  it('keeps a tier until the probability is clearly below the one that gave it', () => {
    const as = (tier: Verdict['tier'], probability: number): Verdict[] => at(5, { tier, probability })
    const told = (...runs: Verdict[][]): string => onlyFinding(afterRuns(runs)).verdict.tier
    expect(told(as('probable', 0.96), as('suspect', 0.9))).toBe('probable')
    expect(told(as('probable', 0.96), as('suspect', 0.8))).toBe('suspect')
    expect(told(as('suspect', 0.7), as('watch', 0.5))).toBe('suspect')
    expect(told(as('suspect', 0.7), as('probable', 0.96))).toBe('probable')
    expect(told(as('suspect', 0.7), as('suspect', 0.9))).toBe('suspect')
  })
})
