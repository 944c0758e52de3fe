import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR } from '#shared/time.ts'
import type { ProcessesAnswer } from '#ui/finding/finding-answer.ts'
import { axesOf, MULTIPLE, multiplePath } from '#ui/finding/multiple.ts'
import { overlayOf } from '#ui/finding/overlay.ts'
import { comparedIn, KINDS, kindsOf } from '#ui/finding/sides.ts'

type Process = ProcessesAnswer['processes'][number]

const side = (leaking: number, rose: number) => ({ processes: 2, leaking, hours: 10, rose })
const at = (hour: number): string => new Date(Date.UTC(2026, 4, 1, hour)).toISOString()
const process = (instance: string, more: Partial<Process> = {}): Process => ({
  process: `${instance}@1`,
  instance,
  version: 'v1',
  startedAt: null,
  from: at(0),
  to: at(9),
  isRunning: true,
  shows: 'none',
  goroutines: 3,
  most: 3,
  rose: 0,
  hours: 9,
  points: [],
  ...more,
})
const ANSWER: ProcessesAnswer = {
  processes: [
    process('pod-1', { shows: 'leak', rose: 90 }),
    process('pod-2'),
    process('pod-1', { process: 'pod-1@2', to: at(20), rose: -4 }),
  ],
  hidden: 0,
  releases: [
    { version: 'v2', from: at(10), to: at(20), ...side(0, 0), before: side(1, 90), since: side(0, 0) },
    {
      version: 'v1',
      from: at(0),
      to: at(9),
      ...side(1, 90),
      before: { ...side(0, 0), processes: 0 },
      since: side(1, 90),
    },
  ],
}

describe('two sides', () => {
  test('are the newest release and the one before, a deploy, and one that leaks beside one that does not', () => {
    const names = (kind: (typeof KINDS)[number]) =>
      comparedIn(ANSWER, kind, null, null)?.map(({ name, leaking }) => `${name}: ${leaking}`)
    expect(names('release')).toEqual(['v1: 1', 'v2: 0'])
    expect(names('deploy')).toEqual(['before v2: 1', 'since v2: 0'])
    expect(names('instance')).toEqual(['pod-1: 1', 'pod-2: 0'])
  })

  test('of an instance are all its lives, looked at in the newest', () => {
    const [left] = comparedIn(ANSWER, 'instance', 'pod-1', 'pod-2') ?? []
    expect(left).toMatchObject({ process: 'pod-1@2', at: at(20), rose: 90, hours: 18 })
  })

  test('are never one and the same, whatever the address asks for', () => {
    const asked = fc.option(fc.constantFrom('v1', 'v2', 'pod-1', 'pod-2', 'nobody'))
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), asked, asked, (kind, left, right) => {
        const sides = comparedIn(ANSWER, kind, left, right)
        expect(sides === undefined || sides[0].name !== sides[1].name).toBe(true)
      }),
    )
  })

  test('are none of one process of one release', () => {
    const [, v1] = ANSWER.releases
    if (v1 === undefined) throw new Error('there are two releases')
    expect(kindsOf({ processes: [process('pod-1')], hidden: 0, releases: [v1] })).toEqual([])
  })
})

describe('a small picture', () => {
  const points = (counts: readonly number[], begin = 0) =>
    counts.map((count, i) => ({ at: (begin + i) * HOUR, count }))

  test('stays in its box on axes that others share', () => {
    const counts = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const axes = axesOf([points(one), points(other, 3)])
        for (const [, x, y] of multiplePath(points(one), axes).matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0)
          expect(Number(x)).toBeLessThanOrEqual(MULTIPLE.width)
          expect(Number(y)).toBeGreaterThanOrEqual(0)
          expect(Number(y)).toBeLessThanOrEqual(MULTIPLE.height)
        }
      }),
    )
  })

  test('ends its line at a gap', () => {
    const some = [...points([1, 2, 3]), ...points([4, 5], 20)]
    expect(multiplePath(some, axesOf([some])).match(/M/g)).toHaveLength(2)
  })
})

describe('two sides in one chart', () => {
  const series = (counts: readonly number[], begin = 0) =>
    counts.map((count, i) => ({ at: at(begin + i), count }))
  const answer: ProcessesAnswer = {
    ...ANSWER,
    processes: [
      process('pod-1', { points: series([1, 5, 9]), from: at(0) }),
      process('pod-2', { version: 'v2', startedAt: at(10), from: at(11), points: series([2, 2, 3], 11) }),
      process('pod-3', { version: 'v2', startedAt: at(12), from: at(12), points: series([7], 12) }),
    ],
  }
  const drawn = (kind: (typeof KINDS)[number], left: string | null = null, right: string | null = null) => {
    const sides = comparedIn(answer, kind, left, right)
    return sides && overlayOf(answer, sides)
  }

  test('begin when their processes did, on axes from that time on', () => {
    expect(drawn('release')).toEqual({
      lines: [
        [[1, 5, 9].map((count, i) => ({ at: i * HOUR, count }))],
        [[2, 2, 3].map((count, i) => ({ at: (i + 1) * HOUR, count }))],
      ],
      axes: { from: 0, to: 3 * HOUR, most: 9 },
    })
  })

  test('of a deploy are the processes that began before it and those since', () => {
    expect(drawn('deploy')).toEqual(drawn('release'))
  })

  test('are not drawn where a side was seen once', () => {
    expect(drawn('instance', 'pod-1', 'pod-2')).toEqual(drawn('release'))
    expect(drawn('instance', 'pod-1', 'pod-3')).toBeUndefined()
  })
})
