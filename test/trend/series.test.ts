import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { type Block, dayBlock, emptyBlock, hourBlock, mergeBlock, mergeMoments } from '#shared/trend/block.ts'
import { type LifeSeries, lifePart, seriesOf, sliceLife, totalsOf } from '#shared/trend/series.ts'
import { lifeOf, START } from '#test/support/lives.ts'

const { process } = lifeOf({ leak: [1] })

/** A block that holds snapshots, given as time and counts. */
function filled(
  block: Block,
  snapshots: readonly (readonly [at: number, counts: Readonly<Record<string, number>>])[],
): Block {
  mergeMoments(
    block,
    snapshots.map(([at, counts]) => ({ at, counts: new Map(Object.entries(counts)) })),
  )
  return block
}

/** Rows of a series for a reader: minutes since `START`, then least, most and last count of each slot. */
const rowsOf = ({ times, counts }: LifeSeries, id: string): number[][] =>
  [...times].map((at, i) => {
    const row = counts.get(id)
    return [(at - START) / MINUTE, row?.low[i] ?? -1, row?.high[i] ?? -1, row?.last[i] ?? -1]
  })

describe('seriesOf', () => {
  it('joins a day, an hour and minutes, and leaves their gaps out', () => {
    const before = hourBlock(process.id, START - HOUR)
    filled(before, [
      [START - 58 * MINUTE, { leak: 3 }],
      [START - 20 * MINUTE, { leak: 5 }],
      [START - 19 * MINUTE, { leak: 4 }],
    ])
    const day = dayBlock(process.id, START - DAY)
    mergeBlock(day, before)
    const hour = filled(hourBlock(process.id, START), [
      [START + MINUTE, { leak: 6 }],
      [START + 2 * MINUTE, { leak: 8 }],
      [START + 30 * MINUTE, { leak: 7 }],
    ])
    const open = filled(emptyBlock(process.id, START + HOUR, MINUTE, 3), [
      [START + HOUR, { leak: 9 }],
      [START + HOUR + 2 * MINUTE, { leak: 10 }],
    ])
    expect(rowsOf(seriesOf(process, [day, hour, open]), 'leak')).toEqual([
      [-19, 3, 5, 4],
      [2, 6, 8, 8],
      [30, 7, 7, 7],
      [60, 9, 9, 9],
      [62, 10, 10, 10],
    ])
  })

  it('counts a signature 0 in every block that does not know it', () => {
    const first = filled(hourBlock(process.id, START), [[START, { accept: 1 }]])
    const second = filled(hourBlock(process.id, START + HOUR), [[START + HOUR, { accept: 1, leak: 4 }]])
    const third = filled(hourBlock(process.id, START + 2 * HOUR), [[START + 2 * HOUR, { accept: 1 }]])
    const series = seriesOf(process, [first, second, third])
    expect(rowsOf(series, 'leak')).toEqual([
      [0, 0, 0, 0],
      [60, 4, 4, 4],
      [120, 0, 0, 0],
    ])
    expect([...totalsOf(series)]).toEqual([1, 5, 1])
  })

  it.each([
    { name: 'no block', give: [] },
    { name: 'a block of gaps', give: [hourBlock(process.id, START)] },
  ])('has no point for $name', ({ give }) => {
    const series = seriesOf(process, give)
    expect([series.times.length, totalsOf(series).length]).toEqual([0, 0])
  })
})

describe('parts of a life', () => {
  const series = lifeOf({ leak: [1, 2, 3, 4, 5, 6], accept: [1, 1, 1, 1, 1, 1] }, { step: MINUTE })

  it('are together the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat(6), (cut) => {
        const parts = [lifePart(series, 0, cut), lifePart(series, cut)]
        expect(parts.flatMap((part) => rowsOf(part, 'leak'))).toEqual(rowsOf(series, 'leak'))
        expect(parts.flatMap((part) => [...totalsOf(part)])).toEqual([...totalsOf(series)])
      }),
    )
  })

  it.each([
    { name: 'ends before the last minute', from: 1, to: 3, want: [1, 2] },
    { name: 'begins between two points', from: 1.5, to: 9, want: [2, 3, 4, 5] },
    { name: 'lies behind the life', from: 7, to: 9, want: [] },
  ])('hold the points of a range of time that $name', ({ from, to, want }) => {
    const part = sliceLife(series, START + from * MINUTE, START + to * MINUTE)
    expect(rowsOf(part, 'leak').map(([minute]) => minute)).toEqual(want)
  })
})
