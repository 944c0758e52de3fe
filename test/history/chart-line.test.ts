import { describe, expect, test } from 'vitest'
import { waterAndLine } from '#shared/history/chart-line.ts'
import { HOUR } from '#shared/time.ts'

const START = Date.parse('2026-09-07T00:00:00Z')

/** Counts an hour apart. */
const lineOf = (values: readonly number[], since?: number) => {
  const times = Float64Array.from(values, (_, i) => START + i * HOUR)
  const counts = Float64Array.from(values)
  return waterAndLine(times, { low: counts, high: counts, last: counts }, since)
}

describe('the line of a chart', () => {
  test('lies on a series that rises evenly', () => {
    const { line } = lineOf(Array.from({ length: 48 }, (_, i) => 10 + 2 * i))
    expect(line?.first).toBeCloseTo(10)
    expect(((line?.last ?? 0) - (line?.first ?? 0)) / ((line?.to ?? 0) - (line?.from ?? 0))).toBeCloseTo(
      2 / HOUR,
    )
  })

  test('begins where the growth does', () => {
    const since = START + 24 * HOUR
    const { line, water } = lineOf(
      [...Array(24).fill(5), ...Array.from({ length: 24 }, (_, i) => 5 + i)],
      since,
    )
    expect(line?.from).toBe(since)
    expect(line?.first).toBeCloseTo(5)
    expect(water.marks[0]).toBe(5)
  })

  test.each([[[]], [[1]], [[1, 2]]])('needs more than %j', (values) => {
    expect(lineOf(values).line).toBeUndefined()
  })
})
