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

describe('of two processes, too, are', () => {
  test.each([
    ['shop-6c5d7f-9hq2n', 'shop-6c5d7f-x2vbp', 'whose pods have started alike'],
    ['web-0', 'web-1', 'of a stateful set'],
    ['shop-a', 'shop-b', 'of a letter each'],
  ])('files of replicas %s and %s, %s, even where goroutines point to the same places', async (a, b) => {
    expect(await told([a, pointing(7)], [b, pointing(7)])).toEqual([[a], [b]])
  })

  test('files with less than half of the goroutines of the smaller one in both', async () => {
    const [seven, eight, nine, ten] = [7, 8, 9, 10].map((id) => pointing(id)) as [
      string,
      string,
      string,
      string,
    ]
    const larger = seven + pointing(20) + pointing(21) + pointing(22) + pointing(23)
    expect(await told(['monday', larger], ['tuesday', seven + eight])).toEqual([['monday', 'tuesday']])
    expect(await told(['monday', larger], ['tuesday', seven + eight + nine])).toEqual([
      ['monday'],
      ['tuesday'],
    ])
    expect(await told(['monday', seven + eight + nine], ['tuesday', seven + ten])).toEqual([
      ['monday', 'tuesday'],
    ])
  })

  test('files whose goroutines name no address, or another one', async () => {
    expect(await told(['monday', bare(7)], ['tuesday', bare(7)])).toEqual([['monday'], ['tuesday']])
    expect(await told(['monday', pointing(7)], ['tuesday', pointing(7, '0xc000020000')])).toHaveLength(2)
    expect(await told(['monday', pointing(7, '0x1')], ['tuesday', pointing(7, '0x1')])).toHaveLength(2)
  })

  test('files of one name with profiles of two types', async () => {
    const leaks = COUNTED.replace('goroutine profile', 'goroutineleak profile')
    expect(await told(['before.txt', COUNTED], ['after.txt', leaks])).toEqual([['before.txt'], ['after.txt']])
  })

  test('files of two names without ids', async () => {
    expect(await told(['monday', COUNTED], ['tuesday', COUNTED])).toEqual([['monday'], ['tuesday']])
    expect(await told(['monday', pointing(7)], ['tuesday', COUNTED])).toEqual([['monday'], ['tuesday']])
    expect(await told(['monday', COUNTED], ['tuesday', pointing(7)])).toEqual([['monday'], ['tuesday']])
  })
})

test('a file joins the process that it is of, whichever came first', async () => {
  expect(await told(['pod-a/1.txt', COUNTED], ['pod-b/1.txt', COUNTED], ['pod-b/2.txt', COUNTED])).toEqual([
    ['pod-a/1.txt'],
    ['pod-b/1.txt', 'pod-b/2.txt'],
  ])
})

test('a process says how it is known, and of which sources', async () => {
  const read = await Promise.all([
    readAs(COUNTED, { source: 'pod-a/1.txt' }),
    readAs(COUNTED, { source: 'pod-a/2.txt' }),
    readAs(COUNTED, { source: 'pod-b' }),
    readAs(COUNTED, { source: 'pod-b' }),
    readAs(pointing(7), { source: 'monday' }),
    readAs(pointing(7), { source: 'tuesday' }),
  ])
  expect(processesOf(read).map(({ source, sameBy, dumps }) => [source, sameBy, dumps.length])).toEqual([
    ['pod-a/1.txt, pod-a/2.txt', 'name', 2],
    ['pod-b', 'source', 2],
    ['monday, tuesday', 'goroutines', 2],
  ])
})

test('dumps stand in the order of their times where all have one', async () => {
  expect(await told(['a2.txt', COUNTED, 2], ['a1.txt', COUNTED, 1])).toHaveLength(2)
  expect(await told(['after.txt', COUNTED, 2], ['before.txt', COUNTED, 1])).toEqual([
    ['before.txt', 'after.txt'],
  ])
})

test('and as they came where one has none', async () => {
  expect(await told(['after.txt', COUNTED, 2], ['before.txt', COUNTED])).toEqual([
    ['after.txt', 'before.txt'],
  ])
})
