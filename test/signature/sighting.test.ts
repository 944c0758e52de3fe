import { describe, expect, it } from 'vitest'
import { group, signOne } from './stack-group.ts'

describe('waits', () => {
  it('are read from the leaf frames where the dump prints none', () => {
    const one = signOne(
      group(['runtime.gopark', 'runtime.chansend', 'main.f'], 3),
      group(['runtime.gopark', 'runtime.selectgo', 'main.f'], 2),
      group(['main.f'], 1),
    )
    expect(one.states).toEqual(new Map(Object.entries({ 'chan send': 3, select: 2 })))
  })

  it('that only counters tell are added up, and missing where they tell none', () => {
    const waits = (n: number) => ({ waits: new Map([['range' as const, n]]) })
    const one = signOne(group(['main.f'], 3, waits(2)), group(['main.f'], 4, waits(4)), group(['main.f'], 1))
    expect(one.waits).toEqual(new Map([['range', 6]]))
    expect(signOne(group(['main.f'], 3))).not.toHaveProperty('waits')
  })

  it.each<[string, [number, number][], object | undefined]>([
    ['none is printed', [], undefined],
    ['one is', [[7, 1]], { count: 1, distinct: 1, youngest: 7, median: 7, oldest: 7 }],
    [
      'two are',
      [
        [9, 1],
        [1, 1],
      ],
      { count: 2, distinct: 2, youngest: 1, median: 1, oldest: 9 },
    ],
    [
      'most are young',
      [
        [300, 1],
        [2, 8],
        [10, 2],
      ],
      { count: 11, distinct: 3, youngest: 2, median: 2, oldest: 300 },
    ],
    [
      'most are old',
      [
        [1, 3],
        [60, 4],
        [5, 1],
      ],
      { count: 8, distinct: 3, youngest: 1, median: 5, oldest: 60 },
    ],
  ])('have ages as far as minutes are printed: %s', (_, minutes, ages) => {
    expect(signOne(group(['main.f'], 20, { waitMinutes: new Map(minutes) })).ages).toEqual(ages)
  })
})
