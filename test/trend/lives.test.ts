import { describe, expect, it } from 'vitest'
import { livesOf } from '#shared/trend/lives.ts'
import { lifeOf } from '#test/support/lives.ts'

const UNMARKED = { startedAt: undefined }
const NAMES = ['accept', 'leak', 'pool', 'serve', 'signal'] as const

/** Counts of five signatures, a row a time. */
function seriesOfRows(rows: readonly (readonly number[])[], facts = {}) {
  return lifeOf(
    Object.fromEntries(NAMES.map((name, column) => [name, rows.map((row) => row[column] ?? 0)])),
    facts,
  )
}

const BUSY = [1, 900, 40, 60, 1]
const FRESH = [1, 0, 8, 3, 1]

describe('livesOf', () => {
  it.each<{ name: string; give: number[][]; facts?: object; want: number[] }>([
    { name: 'all falls together', give: [BUSY, BUSY, FRESH, FRESH, FRESH], want: [2, 3] },
    { name: 'it restarts twice', give: [BUSY, FRESH, BUSY, BUSY, FRESH], want: [1, 3, 1] },
    { name: 'nothing happens', give: [BUSY, BUSY, BUSY], want: [3] },
    { name: 'only the leak falls, however deep', give: [BUSY, [1, 0, 40, 60, 1]], want: [2] },
    { name: 'most fall, and the total keeps its half', give: [BUSY, [1, 890, 20, 30, 1]], want: [2] },
    {
      name: 'the total falls to exactly its half',
      give: [
        [0, 60, 20, 20, 0],
        [0, 30, 10, 10, 0],
      ],
      want: [2],
    },
    {
      name: 'half of those with several goroutines fall',
      give: [
        [1, 80, 8, 8, 8],
        [1, 9, 0, 8, 8],
      ],
      want: [1, 1],
    },
    {
      name: 'fewer than half of them fall',
      give: [
        [2, 80, 8, 8, 8],
        [2, 9, 0, 8, 8],
      ],
      want: [2],
    },
    {
      name: 'singletons alone are gone',
      give: [
        [1, 1, 1, 1, 1],
        [1, 0, 0, 0, 0],
      ],
      want: [2],
    },
    { name: 'there is one count', give: [BUSY], want: [1] },
  ])('finds the lives of an unmarked process where $name', ({ give, want }) => {
    const lives = livesOf(seriesOfRows(give, UNMARKED))
    expect(lives.map(({ times }) => times.length)).toEqual(want)
    expect(lives.map(({ life }) => life)).toEqual(want.map((_, i) => i))
  })

  it('gives each life its own times and counts, and loses none', () => {
    const series = seriesOfRows([BUSY, BUSY, FRESH, BUSY], UNMARKED)
    const lives = livesOf(series)
    expect(lives.flatMap(({ times }) => [...times])).toEqual([...series.times])
    expect(lives.map(({ counts }) => [...(counts.get('leak')?.last ?? [])])).toEqual([
      [900, 900],
      [0, 900],
    ])
    expect(lives.every(({ process }) => process === series.process)).toBe(true)
  })

  it('leaves a process that told its start time one life, whatever its counts do', () => {
    const series = seriesOfRows([BUSY, FRESH, BUSY, FRESH])
    expect(livesOf(series)).toEqual([series])
  })

  it.each([
    { name: 'a session', facts: { session: '6f1c' } },
    { name: 'a version', facts: { version: 'v1.4.2' } },
    { name: 'a build', facts: { buildId: '0a1b2c3d4e5f60' } },
  ])('still looks for restarts where only $name is known', ({ facts }) => {
    expect(livesOf(seriesOfRows([BUSY, FRESH], { ...UNMARKED, ...facts }))).toHaveLength(2)
  })
})
