/** Stacks that one call or one object makes together, and who made them: goroutine by goroutine. */

import { describe, expect, test } from 'vitest'
import { creatorsOf, creatorsSay } from '#shared/analysis/creators.ts'
import type { SignedIndividuals } from '#shared/analysis/signed-individuals.ts'
import { pairedStacks, twinsOf } from '#shared/analysis/twins.ts'
import type { Individual } from '#shared/goroutine/individual.ts'

interface Made {
  readonly stack: string
  readonly id: number
  readonly args?: string
  /** Goroutine that started it. */
  readonly by?: number
  readonly state?: string
}

const signed = (made: readonly Made[]): SignedIndividuals => ({
  more: 0,
  stacks: made.map(({ stack }) => stack),
  individuals: made.map(
    ({ id, args = '', by, state = 'select' }): Individual => ({
      id,
      state,
      minutes: 0,
      frames: [{ function: 'main.f', args, place: '/a.go:1' }],
      creator:
        by === undefined ? undefined : { function: `main.start${by}`, goroutine: by, place: `/a.go:${by}` },
    }),
  ),
})

/** An address on the heap, as a dump prints it. */
const heap = (n: number): string => `0xc000${(0x100000 + n * 0x100).toString(16)}`
const pairs = (made: readonly Made[]): string[] =>
  [...pairedStacks(signed(made))].map(([stack, others]) => `${stack}: ${[...others].join()}`)
/** A stack whose goroutine number i names object i. */
const naming = (stack: string, count: number, first = 0, objectOf = (i: number) => i): Made[] =>
  Array.from({ length: count }, (_, i) => ({ stack, id: first + i, args: heap(objectOf(i)) }))

describe('stacks whose goroutines come in pairs', () => {
  test('name the same objects, one of each', () => {
    expect(pairs([...naming('a', 5), ...naming('b', 5, 100)])).toEqual(['a: b', 'b: a'])
    expect(pairs([...naming('a', 5), ...naming('b', 5, 100), ...naming('c', 5, 200)])).toEqual([
      'a: b,c',
      'b: a,c',
      'c: a,b',
    ])
  })

  test('may differ by three, and a fifth of them may have no partner', () => {
    expect(pairs([...naming('a', 5), ...naming('b', 8, 100)])).toEqual(['a: b', 'b: a'])
    expect(pairs([...naming('a', 5), ...naming('b', 9, 100)])).toEqual([])
    expect(pairs([...naming('a', 5), ...naming('b', 5, 100, (i) => (i < 4 ? i : 50))])).toEqual([
      'a: b',
      'b: a',
    ])
    expect(pairs([...naming('a', 5), ...naming('b', 5, 100, (i) => (i < 3 ? i : 50 + i))])).toEqual([])
  })

  test('are two pairs at least', () => {
    expect(pairs([...naming('a', 1), ...naming('b', 1, 100)])).toEqual([])
    expect(pairs([...naming('a', 2), ...naming('b', 2, 100)])).toEqual(['a: b', 'b: a'])
  })

  test('are not told by an object that two of one stack name, or that more stacks name than a pair has', () => {
    expect(pairs([...naming('a', 4, 0, (i) => i >> 1), ...naming('b', 4, 100, (i) => i >> 1)])).toEqual([])
    const stacks = [...'abcdefg']
    expect(pairs(stacks.slice(0, 6).flatMap((stack, i) => naming(stack, 3, 100 * i)))).toHaveLength(6)
    expect(pairs(stacks.flatMap((stack, i) => naming(stack, 3, 100 * i)))).toEqual([])
  })

  test('are not told by numbers, which are no addresses', () => {
    const counted = (stack: string, first: number): Made[] =>
      Array.from({ length: 5 }, (_, i) => ({ stack, id: first + i, args: `0x${i}` }))
    expect(pairs([...counted('a', 0), ...counted('b', 100)])).toEqual([])
  })

  test('started one another, or were started by one goroutine', () => {
    const five = [1, 2, 3, 4, 5]
    expect(
      pairs(
        five.flatMap((id) => [
          { stack: 'a', id },
          { stack: 'b', id: id + 100, by: id },
        ]),
      ),
    ).toEqual(['a: b', 'b: a'])
    expect(
      pairs(
        five.flatMap((id) => [
          { stack: 'a', id, by: id + 500 },
          { stack: 'b', id: id + 100, by: id + 500 },
        ]),
      ),
    ).toEqual(['a: b', 'b: a'])
    expect(
      pairs(
        five.flatMap((id) => [
          { stack: 'a', id, by: 500 },
          { stack: 'b', id: id + 100, by: 500 },
        ]),
      ),
    ).toEqual([])
  })
})

describe('two stacks of one dump', () => {
  const stack = (id: string, entry: string | undefined, count: number) =>
    ({ signature: { id, entry }, sighting: { count } }) as Parameters<typeof twinsOf>[0][number]
  const areTwins = (...both: readonly ReturnType<typeof stack>[]) => twinsOf(both).size === 2
  const reader = stack('a', 'net/http.(*persistConn).readLoop', 12)
  const writer = (count: number, entry: string | undefined = 'net/http.(*persistConn).writeLoop') =>
    stack('b', entry, count)

  test('are twins if methods of one receiver enter them, as often', () => {
    expect(areTwins(reader, writer(12))).toBe(true)
    expect(areTwins(reader, writer(15))).toBe(true)
    expect(areTwins(reader, writer(10))).toBe(true)
  })

  test.each([
    ['one is more by four', writer(16)],
    ['one has fewer than ten', writer(9)],
    ['the receivers differ', writer(12, 'net/http.(*connReader).backgroundRead')],
    ['one has no entry', stack('b', undefined, 12)],
  ])('are none if %s', (_, other) => {
    expect(areTwins(reader, other)).toBe(false)
  })

  test('are none where a crowd of one receiver is as many: that is chance', () => {
    const crowd = Array.from({ length: 13 }, (_, i) => stack(`s${i}`, `main.(*server).handle${i}`, 12))
    expect(twinsOf(crowd.slice(0, 12)).get(crowd[3] as never)).toHaveLength(11)
    expect(twinsOf(crowd).size).toBe(0)
  })

  test('are named in the order of the dump, whatever their counts', () => {
    const [a, b, c] = [14, 12, 13].map((count, i) => stack(`s${i}`, `main.(*server).run${i}`, count))
    const twins = twinsOf([a, b, c] as never)
    expect([a, b, c].map((one) => twins.get(one as never))).toEqual([
      [b, c],
      [a, c],
      [a, b],
    ])
  })

  test('are none if nothing stands before the names of their entries', () => {
    expect(areTwins(stack('a', 'readLoop', 12), stack('b', 'writeLoop', 12))).toBe(false)
    expect(areTwins(stack('a', undefined, 12), stack('b', undefined, 12))).toBe(false)
  })
})

describe('who started the goroutines of a stack', () => {
  const chained = (made: readonly Made[], stack = 'a') => creatorsOf(signed(made)).get(stack)

  test('is the one that started most, up to the first that is not in the dump', () => {
    const made = [
      { stack: 'a', id: 10, by: 3 },
      { stack: 'a', id: 11, by: 4 },
      { stack: 'a', id: 12, by: 4 },
      { stack: 'b', id: 4, by: 2, state: 'IO wait' },
      { stack: 'c', id: 2, by: 1, state: 'sleep' },
    ]
    expect(chained(made)).toEqual({
      distinct: 2,
      alive: 1,
      chain: [
        { goroutine: 4, function: 'main.start4', place: '/a.go:4', state: 'IO wait' },
        { goroutine: 2, function: 'main.start2', place: '/a.go:2', state: 'sleep' },
        { goroutine: 1, function: 'main.start1', place: '/a.go:1', state: null },
      ],
    })
  })

  test('is not known where the dump does not say', () => {
    expect(chained([{ stack: 'a', id: 1 }])).toBeUndefined()
    expect(
      chained([
        { stack: 'a', id: 2, by: 1 },
        { stack: 'b', id: 1 },
      ])?.chain,
    ).toHaveLength(1)
  })

  test('is told up to sixteen ancestors, though a made-up dump have a ring', () => {
    expect(
      chained([
        { stack: 'a', id: 1, by: 2 },
        { stack: 'b', id: 2, by: 1 },
      ])?.chain,
    ).toHaveLength(16)
  })

  test('is told as a sentence', () => {
    const said = (made: readonly Made[]): string => {
      const creators = chained(made)
      return creators === undefined ? '' : creatorsSay(creators)
    }
    expect(
      said([
        { stack: 'a', id: 3, by: 2 },
        { stack: 'b', id: 2, by: 1 },
      ]),
    ).toBe(
      'started by goroutine 2 in main.start2, which still lives (select), that one by goroutine 1 in main.start1, which is not in the dump',
    )
    const many = (first: number, count: number): Made[] =>
      Array.from({ length: count }, (_, i) => ({ stack: 'a', id: first + i, by: i + 1 }))
    expect(said(many(5_000, 1_200))).toBe('started by 1,200 goroutines, none of which is in the dump')
    expect(said([...many(5_000, 3), { stack: 'b', id: 1 }, { stack: 'b', id: 2 }])).toBe(
      'started by 3 goroutines, 2 of which still live',
    )
    expect(creatorsSay({ distinct: 0, alive: 0, chain: [] })).toBe('')
  })
})
