import { describe, expect, test } from 'vitest'
import { type Total, totalLines } from '#ui/service/total-lines.ts'

const HOUR = 3_600
const at = (hour: number): string => new Date(hour * HOUR * 1000).toISOString()
const point = (hour: number, goroutines: number) => ({ at: at(hour), goroutines, processes: 1 })
const EMPTY: Total = {
  stepSeconds: HOUR,
  points: [],
  versions: [],
  restarts: { count: 0, newest: [] },
  gaps: { count: 0, newest: [] },
}

describe('the total of a service as a line', () => {
  test('goes on from profile to profile, however far apart they use to come', () => {
    const { counts } = totalLines({ ...EMPTY, points: [point(10, 5), point(13, 6), point(16, 7)] })
    expect(counts).toEqual([[5, 6, 7]])
  })

  test('ends where nobody reported', () => {
    const gaps = { count: 1, newest: [{ from: at(11), to: at(14) }] }
    const points = [point(10, 5), point(11, 6), point(14, 7)]
    const { times, counts } = totalLines({ ...EMPTY, points, gaps })
    expect(times).toEqual([10 * HOUR, 11 * HOUR, 11 * HOUR + 1, 14 * HOUR])
    expect(counts).toEqual([[5, 6, null, 7]])
  })

  test('has releases and restarts as flags, by time', () => {
    const version = { firstSeen: at(12), lastSeen: at(13), processes: 2 }
    const { releases } = totalLines({
      ...EMPTY,
      versions: [
        { ...version, version: 'v2' },
        { ...version, version: null },
      ],
      restarts: {
        count: 2,
        newest: [12, 11].map((hour) => ({ at: at(hour), instance: 'pod-1', version: null })),
      },
    })
    expect(releases).toEqual([
      { at: 11 * HOUR, version: '↻' },
      { at: 12 * HOUR, version: 'v2' },
    ])
  })

  test('has no flags of restarts where there are so many that they would hide it', () => {
    const newest = Array.from({ length: 21 }, (_, i) => ({ at: at(i), instance: `pod-${i}`, version: null }))
    expect(totalLines({ ...EMPTY, restarts: { count: 21, newest } }).releases).toEqual([])
  })

  test('of a service that sent nothing is empty', () => {
    expect(totalLines(EMPTY)).toEqual({ times: [], counts: [[]], water: [], fit: [], releases: [] })
  })
})
