import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDumps } from '#shared/analysis/compare-dumps.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { goroutineText, readAs } from '#test/support/read-dumps.ts'

const send = (id: number, minutes = 0) =>
  goroutineText(id, minutes === 0 ? 'chan send' : `chan send, ${minutes} minutes`, ['main.ask.func1'], 1)
const idle = (id: number) => goroutineText(id, 'IO wait', ['main.serve'], 1)

describe('dumps of one process side by side', () => {
  test('say which goroutines stayed in their stack, which came and which went', async () => {
    const before = await readAs(send(7) + send(8) + idle(9))
    const after = await readAs(send(7, 29) + send(8, 29) + send(12) + idle(10))
    const comparison = compareDumps([before, after])
    expect(comparison).toMatchObject({ base: 3, target: 4, change: 1, minutes: null, perHour: null })
    expect(comparison.goroutines).toEqual({ stayed: 2, came: 2, went: 1, oldest: 29, ids: [7, 8] })
    expect(comparison.stacks).toMatchObject([
      { frames: ['main.ask.func1'], base: 2, target: 3, goroutines: { stayed: 2, came: 1, went: 0 } },
    ])
    expect(comparison.unchanged).toMatchObject([
      { frames: ['main.serve'], goroutines: { stayed: 0, came: 1, went: 1 } },
    ])
    expect(comparison.says.join(' ')).toContain(
      'Of 3 goroutines 2 stayed in the same stack, the oldest of them waiting for 29 min; 1 went, and 2 of 4 came.',
    )
  })

  test('are laid side by side and never added up, however many there are', async () => {
    const dumps = await Promise.all(
      [2, 3, 5].map((n) => readAs(Array.from({ length: n }, (_, i) => send(i + 7)).join(''))),
    )
    const comparison = compareDumps(dumps)
    expect(comparison).toMatchObject({ base: 2, target: 5, change: 3 })
    expect(comparison.stacks[0]?.counts).toEqual([2, 3, 5])
  })

  test('have a rate only where both ends have a time', async () => {
    const text = [send(7), send(7) + send(8) + send(9)]
    const [first, last] = await Promise.all(text.map((each, i) => readAs(each, { at: i * HOUR * 2 })))
    if (first === undefined || last === undefined) throw new Error('two dumps')
    expect(compareDumps([first, last])).toMatchObject({ minutes: 120, perHour: 1, stacks: [{ perHour: 1 }] })
    const undated = await readAs(send(7) + send(8))
    expect(compareDumps([first, undated])).toMatchObject({ minutes: null, perHour: null })
    expect(compareDumps([first, undated]).says[0]).toContain('nothing tells when they were taken')
  })

  test('have a rate only where their times are of one kind, and files no copies of one moment', async () => {
    const [first, last] = [
      await readAs(send(7), { source: 'a' }),
      await readAs(send(7) + send(8), { source: 'b' }),
    ]
    const minutesOf = (a: Partial<typeof first>, b: Partial<typeof first>) =>
      compareDumps([
        { ...first, ...a },
        { ...last, ...b },
      ]).minutes
    const at = 10 * HOUR
    expect(minutesOf({ at, datedBy: 'text' }, { at: at + HOUR, datedBy: 'text' })).toBe(60)
    expect(minutesOf({ at, datedBy: 'text' }, { at: at + HOUR, datedBy: 'file' })).toBeNull()
    expect(minutesOf({ at, datedBy: 'text' }, { datedBy: 'text' })).toBeNull()
    expect(minutesOf({ datedBy: 'text' }, { at, datedBy: 'text' })).toBeNull()
    expect(minutesOf({ at, datedBy: 'text' }, { at, datedBy: 'text' })).toBeNull()
    expect(minutesOf({ at, datedBy: 'text' }, { at: at - HOUR, datedBy: 'text' })).toBeNull()
    expect(minutesOf({ at, datedBy: 'file' }, { at: at + MINUTE, datedBy: 'file' })).toBe(1)
    expect(minutesOf({ at, datedBy: 'file' }, { at: at + MINUTE - 1, datedBy: 'file' })).toBeNull()
    expect(minutesOf({ at, datedBy: 'text' }, { at: at + MINUTE - 1, datedBy: 'text' })).toBe(1)
  })

  test('name themselves, with time and count', async () => {
    const dumps = [
      await readAs(send(7), { source: 'a', at: HOUR }),
      await readAs(send(7) + send(8), { source: 'b' }),
    ]
    expect(compareDumps(dumps, 'pod').source).toBe('pod')
    expect(compareDumps(dumps).dumps).toEqual([
      { source: 'a', at: '1970-01-01T01:00:00.000Z', goroutines: 1 },
      { source: 'b', at: null, goroutines: 2 },
    ])
    expect(() => compareDumps([])).toThrow('no dump')
  })

  test('tell what grew most first, what fell most last, and what stayed by its count', async () => {
    const stack = (name: string, ids: readonly number[]) =>
      ids.map((id) => goroutineText(id, 'select', [`main.${name}`], 1)).join('')
    const of = (counts: Readonly<Record<string, number>>, from: number) =>
      readAs(
        Object.entries(counts)
          .map(([name, count], row) =>
            stack(
              name,
              Array.from({ length: count }, (_, i) => from + 100 * row + i),
            ),
          )
          .join(''),
      )
    const { stacks, unchanged } = compareDumps([
      await of({ fell: 9, sank: 3, rose: 1, grew: 1, few: 1, many: 6, some: 3, gone: 2 }, 1),
      await of({ some: 3, many: 6, few: 1, sank: 2, fell: 2, grew: 9, rose: 2, came: 4 }, 2_000),
    ])
    expect(stacks.map(({ frames, change }) => [frames[0], change])).toEqual([
      ['main.grew', 8],
      ['main.came', 4],
      ['main.rose', 1],
      ['main.sank', -1],
      ['main.gone', -2],
      ['main.fell', -7],
    ])
    expect(unchanged.map(({ frames, target }) => [frames[0], target])).toEqual([
      ['main.many', 6],
      ['main.some', 3],
      ['main.few', 1],
    ])
    expect(stacks[0]?.states).toEqual(['select'])
  })

  test('say how many moments they are', async () => {
    const dumps = await Promise.all([1, 2, 3].map((n) => readAs(send(7), { at: n * HOUR })))
    expect(compareDumps(dumps.slice(0, 2)).says[0]).toMatch(
      /^Two moments of one process.* 60 min apart(?! from)/,
    )
    expect(compareDumps(dumps).says[0]).toMatch(
      /^3 dumps, each a moment of one process.* 120 min apart from first to last/,
    )
  })

  test('do not follow goroutines that have no ids', async () => {
    const counted = 'goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/src/main.go:9\n\n'
    const comparison = compareDumps([await readAs(counted), await readAs(send(7))])
    expect(comparison.goroutines).toBeNull()
    expect(comparison.says.join(' ')).toContain('debug=2 names each one')
  })

  test('say that a process may have restarted where nobody stayed', async () => {
    const { says } = compareDumps([await readAs(send(7) + send(8)), await readAs(send(70) + send(80))])
    expect(says.join(' ')).toContain('may have restarted between the dumps')
  })

  test('say that what a cut dump lacks may still live', async () => {
    const { says } = compareDumps([await readAs(send(7) + idle(9)), await readAs(send(7), { isCut: true })])
    expect(says.join(' ')).toContain('The newest dump is cut')
  })

  test('show where the own code and the go statement stand', async () => {
    const { stacks } = compareDumps([await readAs(send(7)), await readAs(send(7) + send(8))])
    expect(stacks[0]).toMatchObject({ place: '/src/main.go:9', goPlace: '/src/main.go:8' })
  })

  test('stayed and went make the first, stayed and came the last', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
    const of = (each: readonly number[]) =>
      readAs(each.map((id) => (id % 3 === 0 ? idle(id) : send(id))).join(''))
    await fc.assert(
      fc.asyncProperty(ids, ids, async (first, last) => {
        const { base, target, change, goroutines, stacks, unchanged } = compareDumps([
          await of(first),
          await of(last),
        ])
        if (goroutines === null) throw new Error('both name their goroutines')
        expect(goroutines.stayed + goroutines.went).toBe(base)
        expect(goroutines.stayed + goroutines.came).toBe(target)
        for (const each of [...stacks, ...unchanged])
          expect([each.base + (each.goroutines?.came ?? 0), each.change]).toEqual([
            each.target + (each.goroutines?.went ?? 0),
            each.target - each.base,
          ])
        expect(stacks.reduce((sum, each) => sum + each.change, 0)).toBe(change)
      }),
    )
  })
})
