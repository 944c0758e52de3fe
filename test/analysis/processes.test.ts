import { describe, expect, test } from 'vitest'
import { processesOf } from '#shared/analysis/processes.ts'
import { goroutineText, readAs } from '#test/support/read-dumps.ts'

const bare = (id: number) => goroutineText(id, 'chan send', ['main.ask.func1'], 1)
const pointing = (id: number, at = '0xc000010000') =>
  goroutineText(id, 'chan send', [`main.(*svc).ask.func1(${at})`], 1)
const COUNTED = 'goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/src/main.go:9\n\n'

/** The sources of each process. */
async function told(...dumps: readonly (readonly [source: string, text: string, at?: number])[]) {
  const read = await Promise.all(
    dumps.map(([source, text, at]) => readAs(text, at === undefined ? { source } : { source, at })),
  )
  return processesOf(read).map((process) => process.dumps.map(({ dump }) => dump.source))
}

describe('of one process are', () => {
  test('dumps of one source', async () => {
    expect(await told(['', bare(7)], ['', bare(7)])).toEqual([['', '']])
  })

  test.each([
    ['before.txt', 'after.txt'],
    ['goroutine-2026-11-18T12:05:09Z.txt', 'goroutine-2026-11-18T13:05:09Z.txt'],
    ['dump1.txt', 'dump2.txt'],
    ['shop.20261118.debug1.txt', 'shop.20261119.debug1.txt'],
    ['pod-7/1.txt', 'pod-7/2.txt'],
  ])('files whose names differ in times and counters: %s, %s', async (a, b) => {
    expect(await told([a, COUNTED], [b, COUNTED])).toEqual([[a, b]])
  })

  test('files with the same goroutines at the same addresses, whatever they are called', async () => {
    expect(await told(['monday', pointing(7) + pointing(8)], ['tuesday', pointing(7) + pointing(8)])).toEqual(
      [['monday', 'tuesday']],
    )
  })
})

describe('of two processes are', () => {
  test.each([
    ['pod-a', 'pod-b'],
    ['web-0', 'web-1'],
    ['shop-6c5d7f-9hq2n', 'shop-6c5d7f-x2vbp'],
    ['pod-7/1.txt', 'pod-8/1.txt'],
  ])('replicas that have just started alike: %s, %s', async (a, b) => {
    expect(await told([a, bare(7) + bare(8)], [b, bare(7) + bare(8)])).toEqual([[a], [b]])
  })

  test('files of one name where no goroutine is in both', async () => {
    expect(await told(['before.txt', bare(7)], ['after.txt', bare(70)])).toEqual([
      ['before.txt'],
      ['after.txt'],
    ])
  })
})

test('dumps stand in the order of their times where all have one', async () => {
  expect(await told(['a2.txt', COUNTED, 2], ['a1.txt', COUNTED, 1])).toHaveLength(2)
  expect(await told(['after.txt', COUNTED, 2], ['before.txt', COUNTED, 1])).toEqual([
    ['before.txt', 'after.txt'],
  ])
})
