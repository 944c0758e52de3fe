import { expect, test } from 'vitest'
import { hourlyCounts } from '#shared/report/hourly.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { type Block, hourBlock, mergeMoments } from '#shared/trend/block.ts'

const START = Date.UTC(2026, 8, 7)

/** Counts of signature `a` and of `b`, which is always 2, at minutes after the start. */
function blockOf(process: string, counts: readonly (readonly [minute: number, a: number])[]): Block {
  const [[first] = [0]] = counts
  const block = hourBlock(process, START + first * MINUTE)
  const moments = counts.map(([minute, a]) => ({
    at: START + minute * MINUTE,
    counts: new Map([
      ['a', a],
      ['b', 2],
    ]),
  }))
  mergeMoments(block, moments)
  return block
}

function counted(blocks: readonly Block[], hours = 3) {
  const counts = hourlyCounts(START, hours, ['a', 'c'])
  for (const block of blocks) counts.add(block)
  return counts.counted()
}

test('the last count of an hour stands for it, and an hour without one is a gap', () => {
  const { total, bySignature, processes } = counted([
    blockOf('p', [
      [5, 10],
      [50, 20],
    ]),
    blockOf('p', [[125, 7]]),
  ])
  expect(total).toEqual([22, null, 9])
  expect(bySignature.get('a')).toEqual([20, null, 7])
  expect(processes).toBe(1)
})

test('an hour between two snapshots of a process is covered where the later one was not overdue', () => {
  expect(
    counted([
      blockOf('p', [
        [5, 10],
        [50, 20],
      ]),
      blockOf('p', [[125, 7]]),
    ]).covered,
  ).toEqual([true, true, true])
})

/** A process that pushes each 96 minutes beside one that pushes each 20. */
test('a process that sends less than once per hour is missing in no hour', () => {
  const slow = [0, 1, 2, 3, 4].map((i) => blockOf('slow@1', [[96 * i, 110]]))
  const quick = Array.from({ length: 21 }, (_, i) => blockOf('quick@1', [[20 * i, 46]]))
  expect(counted([...slow, ...quick], 7).total).toEqual(Array.from({ length: 7 }, () => 160))
})

test('a process that has ended covers nothing any more', () => {
  const dead = [0, 1, 2].map((i) => blockOf('p@1', [[60 * i + 5, 10]]))
  expect(counted(dead, 6).covered).toEqual([true, true, true, false, false, false])
})

test('a restarted instance counts with its newest life alone', () => {
  const lives = [blockOf('p@1', [[5, 900]]), blockOf('p@2', [[30, 3]]), blockOf('p@2', [[70, 4]])]
  expect(counted(lives).total).toEqual([5, 6, null])
})

test('processes are added up', () => {
  expect(counted([blockOf('p', [[5, 10]]), blockOf('q', [[5, 30]])])).toMatchObject({
    total: [44, null, null],
    processes: 2,
  })
})

test('a signature that never came counts nothing where there were snapshots', () => {
  expect(counted([blockOf('p', [[5, 10]])]).bySignature.get('c')).toEqual([0, null, null])
})

test('the same hour of a process counts once', () => {
  expect(counted([blockOf('p', [[5, 10]]), blockOf('p', [[50, 99]])]).total).toEqual([12, null, null])
})

test('what lies before and behind is left out', () => {
  const early = blockOf('p', [[-5, 10]])
  expect(early.start).toBe(START - HOUR)
  expect(counted([early, blockOf('p', [[185, 10]])])).toMatchObject({
    total: [null, null, null],
    processes: 0,
  })
})
