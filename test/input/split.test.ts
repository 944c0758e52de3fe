import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedOf, dumpOf, goroutine, read, totals } from './read.ts'

const at = (time: string): number => Date.parse(time)

describe('several dumps in one text', () => {
  test.each([
    ['ids that come again', `${dumpOf([1, 7, 8])}\n${dumpOf([1, 7, 8, 9])}`, [3, 4]],
    [
      'the goroutine that asked stands first, with a new id',
      [
        goroutine(42, 'main.h', 'running'),
        dumpOf([1, 7]),
        goroutine(43, 'main.h', 'running'),
        dumpOf([1, 7, 8]),
      ].join('\n'),
      [3, 4],
    ],
    ['headings between them', `first:\n${dumpOf([7, 8])}\nsecond:\n${dumpOf([9, 7, 8])}`, [2, 3]],
    ['counted text', [countedOf(3), countedOf(4), countedOf(5)].join('\n'), [3, 4, 5]],
    ['both forms', `${countedOf(3)}\n${dumpOf([1, 2])}`, [3, 2]],
    [
      'a long stretch of log',
      `${dumpOf([1, 2])}\n${'2026/11/29 served\n'.repeat(60)}${dumpOf([3, 4])}`,
      [2, 2],
    ],
    [
      'a signal each',
      `SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n${dumpOf([1, 2, 3])}\nrax    0x1\nSIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n${dumpOf([4, 5])}\n`,
      [3, 2],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await totals(await read(text))).toEqual(expected.map((total) => `: ${total}`))
  })

  test('a few lines of log inside a dump end nothing', async () => {
    const text = dumpOf([1, 2, 3, 4]).replaceAll('\n\n', '\n2026/11/29 02:00:00 served\n\n')
    expect(await totals(await read(text))).toEqual([': 4'])
  })

  test('stacks of recovered panics are no dumps of the process beside one that is', async () => {
    const panics =
      'panic: x\n\ngoroutine 5 [running]:\nmain.a()\n\t/a.go:1 +0x1\n\n2026/11/29 02:00:00 recovered\n'
    expect(await totals(await read(`${panics.repeat(3)}${dumpOf([1, 2, 3])}\n${panics}`))).toEqual([': 3'])
  })

  test('k dumps of a process that stands still never become one sum', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom('\n', '\n\n', '\n--\n', '\n2026/11/29 02:00:00 again\n', '\n```\n\n```\n'), {
          maxLength: 4,
        }),
        fc.boolean(),
        async (ids, separators, isCounted) => {
          const dump = isCounted ? countedOf(ids.length) : dumpOf(ids)
          const text = separators.map((separator) => dump + separator).join('') + dump
          const expected = Array.from({ length: separators.length + 1 }, () => `: ${ids.length}`)
          expect(await totals(await read(text))).toEqual(expected)
        },
      ),
    )
  })
})

describe('when a dump was taken', () => {
  const DUMP = dumpOf([1, 2])
  test.each([
    ['time of its log lines', DUMP.replaceAll(/^/gm, '2026-11-29T02:00:00.5Z '), '2026-11-29T02:00:00.500Z'],
    ['time of a log line before it', `2026/11/29 02:00:00 got SIGQUIT\n${DUMP}`, '2026-11-29T02:00:00Z'],
    ['output of date', `Sun Nov 29 02:00:00 UTC 2026\n${countedOf(3)}`, '2026-11-29T02:00:00Z'],
    [
      'syslog, whose times have no year',
      DUMP.replaceAll(/^/gm, 'Nov 29 02:00:00 h app[1]: '),
      '2026-11-29T02:00:00Z',
    ],
    ['a zone', DUMP.replaceAll(/^/gm, '2026-11-29T04:00:00+02:00 '), '2026-11-29T02:00:00Z'],
    [
      'a field',
      DUMP.split('\n')
        .map((msg) => JSON.stringify({ ts: 1_795_917_600, msg }))
        .join('\n'),
      '2026-11-29T02:00:00Z',
    ],
    [
      'a Date of HTTP',
      `HTTP/1.1 200 OK\r\nDate: Sun, 29 Nov 2026 02:00:00 GMT\r\n\r\n${DUMP}`,
      '2026-11-29T02:00:00Z',
    ],
    ['the date of the file, where nothing else tells', DUMP, '2026-12-01T00:00:00Z'],
  ])('%s', async (_, text, expected) => {
    expect((await read(text)).dumps.map((dump) => dump.at)).toEqual([at(expected)])
  })

  test('the name of the file tells it before its date', async () => {
    const { dumps } = await read(DUMP, {}, 'dumps/goroutine-20261129T020000Z.txt')
    expect(dumps[0]?.at).toBe(at('2026-11-29T02:00:00Z'))
  })

  test('the newest stands last, in whatever order they stand', async () => {
    const text = ['03', '01', '02']
      .map((hour) => `2026/11/29 ${hour}:00:00 dump\n${countedOf(Number(hour))}\n`)
      .join('')
    expect(await totals(await read(text))).toEqual([': 1', ': 2', ': 3'])
  })
})

test('lines of a clean dump lead back to those of the file', async () => {
  const { dumps } = await read(`a log\nanother\n${dumpOf([1, 2]).replaceAll(/^/gm, '> ')}`)
  const [dump] = dumps
  expect([1, 2, 7].map((line) => dump?.lineOf(line))).toEqual([3, 4, 9])
})
