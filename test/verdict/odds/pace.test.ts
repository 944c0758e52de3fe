import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Counts } from '#shared/trend/series.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { paceOf } from '#shared/verdict/odds/pace.ts'
import { lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER } from '../stacks.ts'

/** A life whose points are slots that end at these times. */
function paceAt(times: readonly number[], counts: Counts): number {
  const series = lifeOf({ [OWN_WORKER.id]: Array(times.length).fill(1) }, { from: START, step: HOUR })
  return paceOf(signatureLife({ ...series, times: Float64Array.from(times) }, OWN_WORKER.id, counts))
}

describe('paceOf', () => {
  it('sees a steady pace where yesterday is kept in hours and today in five minutes', () => {
    const hours = Array.from({ length: 4 }, (_, i) => START + i * HOUR + 59 * MINUTE)
    const minutes = Array.from({ length: 96 }, (_, i) => START + 4 * HOUR + i * 5 * MINUTE)
    const leaked = (at: number): number => 3 + Math.round((600 * (at - START)) / HOUR)
    const last = Float64Array.from([...hours, ...minutes], leaked)
    const low = Float64Array.from([...hours.map((at) => leaked(at - 59 * MINUTE)), ...minutes.map(leaked)])
    expect(paceAt([...hours, ...minutes], { low, high: last, last })).toBeGreaterThan(8)
  })

  it('does not take subscribers who come and go, and double, for a steady pace', () => {
    const times = Array.from({ length: 168 }, (_, i) => START + i * HOUR)
    const last = Float64Array.from(times, (_, i) => Math.round(40 * 2 ** (i / 56) + (i % 4 < 2 ? 6 : -6)))
    expect(paceAt(times, { low: last, high: last, last })).toBeLessThan(-3)
  })
})
