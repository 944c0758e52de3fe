import { describe, expect, test } from 'vitest'
import { chartLines, type SeriesAnswer } from '#ui/chart/lines.ts'

const START = Date.parse('2026-09-07T00:00:00Z')
const at = (step: number): string => new Date(START + step * 300_000).toISOString()
const slot = (step: number): number => START / 1000 + step * 300

type Process = SeriesAnswer['processes'][number]

const process = (
  counts: readonly (readonly [step: number, count: number])[],
  more: Partial<Process> = {},
): Process => ({
  process: 'pod-1@x',
  instance: 'pod-1',
  version: null,
  startedAt: null,
  points: counts.map(([step, count]) => ({ at: at(step), min: count, max: count, last: count })),
  lowWater: [],
  line: null,
  ...more,
})

const linesOf = (...processes: Process[]) =>
  chartLines({ signature: 's', stepSeconds: 300, processes, hidden: 0 })

describe('the lines of a chart', () => {
  test('share their times, and say nothing where the other one has a point', () => {
    const { times, counts } = linesOf(
      process([
        [0, 1],
        [2, 3],
      ]),
      process([[1, 7]]),
    )
    expect(times).toEqual([slot(0), slot(1), slot(2)])
    expect(counts).toEqual([
      [1, undefined, 3],
      [undefined, 7, undefined],
    ])
  })

  test('end where points are missing, and begin again', () => {
    const { times, counts } = linesOf(
      process([
        [0, 1],
        [1, 2],
        [2, 3],
        [12, 4],
        [13, 5],
      ]),
    )
    const gap = times.indexOf(slot(3))
    expect(counts[0]?.[gap]).toBeNull()
  })

  test('of hours in steps of minutes have no gap between the hours', () => {
    const { counts } = linesOf(
      process([
        [0, 1],
        [12, 2],
        [24, 3],
        [36, 4],
      ]),
    )
    expect(counts[0]).toEqual([1, 2, 3, 4])
  })

  test('have the low water and the line of the process that rises most', () => {
    const line = (last: number) => ({ from: at(0), to: at(2), first: 1, last })
    const { water, fit } = linesOf(
      process(
        [
          [0, 1],
          [2, 2],
        ],
        { line: line(2), lowWater: [{ at: at(0), count: 1 }] },
      ),
      process(
        [
          [0, 1],
          [2, 9],
        ],
        { line: line(9), lowWater: [{ at: at(0), count: 5 }] },
      ),
    )
    expect(water).toEqual([5, 5])
    expect(fit).toEqual([1, 9])
  })

  test('have a flag for each version, where it came first', () => {
    const { releases } = linesOf(
      process([[3, 1]], { version: 'v2', startedAt: at(3) }),
      process([[0, 1]], { version: 'v1' }),
      process([[1, 1]], { version: 'v1', startedAt: at(1) }),
    )
    expect(releases).toEqual([
      { at: slot(0), version: 'v1' },
      { at: slot(3), version: 'v2' },
    ])
  })

  test('have the flag of a version that began before them at their begin', () => {
    const { releases } = linesOf(process([[2, 1]], { version: 'v1', startedAt: at(0) }))
    expect(releases).toEqual([{ at: slot(2), version: 'v1' }])
  })

  test('of nothing are nothing', () =>
    expect(linesOf()).toMatchObject({ times: [], counts: [], releases: [] }))
})
