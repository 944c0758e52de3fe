import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flameTree } from '#ui/flame/tree.ts'
import { anyTree, treeOf } from './trees.ts'

const edges = ({ names, start, width, depth }: ReturnType<typeof treeOf>) =>
  names.map((name, i) => [name, depth[i], start[i], width[i]])

describe('the layout of a tree', () => {
  test('puts callees side by side below their caller, as wide as they have goroutines', () => {
    expect(edges(treeOf({ 'main > work': 6, 'main > wait > recv': 3, main: 1 }))).toEqual([
      ['shop', 0, 0, 10],
      ['main', 1, 0, 10],
      ['work', 2, 0, 6],
      ['wait', 2, 6, 3],
      ['recv', 3, 6, 3],
    ])
  })

  test('of a difference keeps room for what is gone beside what came', () => {
    expect(edges(treeOf({ 'main > old': [0, 4], 'main > new': [7, 0], 'main > same': [2, 3] }))).toEqual([
      ['shop', 0, 0, 14],
      ['main', 1, 0, 14],
      ['old', 2, 0, 4],
      ['new', 2, 4, 7],
      ['same', 2, 11, 3],
    ])
  })

  test('of a service without goroutines is its root', () => {
    expect(edges(flameTree({ name: 'shop', value: 0 }))).toEqual([['shop', 0, 0, 0]])
  })

  test('stands a stack of 100,000 frames', () => {
    let node = { name: 'leaf', value: 1 }
    for (let i = 0; i < 100_000; i++) node = { name: 'f', value: 1, children: [node] } as typeof node
    const { depth, end, width } = flameTree(node)
    expect([depth.at(-1), end[0], width.at(-1)]).toEqual([100_000, 100_001, 1])
  })

  test('keeps callees inside of their caller, and apart from each other', () => {
    fc.assert(
      fc.property(anyTree, ({ parent, start, width, end, names }) => {
        const filledTo = Float64Array.from(start)
        for (let i = 1; i < names.length; i++) {
          const caller = parent[i] as number
          expect(caller).toBeLessThan(i)
          expect(end[i]).toBeLessThanOrEqual(end[caller] as number)
          expect(start[i]).toBe(filledTo[caller])
          filledTo[caller] = (filledTo[caller] as number) + (width[i] as number)
          expect(filledTo[caller]).toBeLessThanOrEqual((start[caller] as number) + (width[caller] as number))
        }
      }),
    )
  })

  test('makes each node at least as wide as either of its counts', () => {
    fc.assert(
      fc.property(anyTree, ({ value, base, width, isDifference }) => {
        width.forEach((wide, i) => {
          const most = Math.max(value[i] as number, base[i] as number)
          if (isDifference) expect(wide).toBeGreaterThanOrEqual(most)
          else expect(wide).toBe(most)
        })
      }),
    )
  })
})
