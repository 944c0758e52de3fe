import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { functionsOf } from '#ui/flame/functions.ts'
import { neighbour } from '#ui/flame/moves.ts'
import { anyNode, anyTree, treeOf } from './trees.ts'

const SHOP = treeOf({ 'main > work > send': 60, 'main > idle': 20, 'main > last': 5 })

describe('an arrow key', () => {
  test.each([
    { from: 'work', key: 'ArrowUp', want: 'main' },
    { from: 'main', key: 'ArrowDown', want: 'work' },
    { from: 'work', key: 'ArrowRight', want: 'idle' },
    { from: 'last', key: 'ArrowLeft', want: 'idle' },
    { from: 'send', key: 'Home', want: 'shop' },
    { from: 'shop', key: 'ArrowUp', want: undefined },
    { from: 'shop', key: 'ArrowRight', want: undefined },
    { from: 'send', key: 'ArrowDown', want: undefined },
    { from: 'work', key: 'ArrowLeft', want: undefined },
    { from: 'last', key: 'ArrowRight', want: undefined },
    { from: 'work', key: 'x', want: undefined },
  ])('$key leads from $from to $want', ({ from, key, want }) => {
    const to = neighbour(SHOP, SHOP.names.indexOf(from), key)
    expect(to === undefined ? undefined : SHOP.names[to]).toBe(want)
  })

  test('to the right is undone by one to the left, one up stays with the caller', () => {
    fc.assert(
      fc.property(anyNode, ({ tree, node }) => {
        const right = neighbour(tree, node, 'ArrowRight')
        if (right !== undefined) {
          expect(neighbour(tree, right, 'ArrowLeft')).toBe(node)
          expect(neighbour(tree, right, 'ArrowUp')).toBe(neighbour(tree, node, 'ArrowUp'))
        }
        const down = neighbour(tree, node, 'ArrowDown')
        if (down !== undefined) expect(neighbour(tree, down, 'ArrowUp')).toBe(node)
      }),
    )
  })
})

describe('the table of functions', () => {
  test('counts a function that calls itself once, and its own goroutines where they wait', () => {
    const tree = treeOf({ 'main.a > main.b > main.a': 4, 'main.a': 1, 'main.b': 2 })
    expect(functionsOf(tree)).toEqual([
      { name: 'main.b', self: 2, total: 6, base: 0 },
      { name: 'main.a', self: 5, total: 5, base: 0 },
    ])
  })

  test('of a difference begins with what changed most', () => {
    const tree = treeOf({ 'a.Same': [90, 90], 'b.Gone': [0, 9], 'c.More': [5, 1] })
    expect(functionsOf(tree).map(({ name }) => name)).toEqual(['b.Gone', 'c.More', 'a.Same'])
  })

  test('has every goroutine once in the function that it waits in', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const rows = functionsOf(tree)
        expect(rows.reduce((sum, { self }) => sum + self, 0)).toBe(tree.value[0])
        for (const { self, total } of rows) {
          expect(self).toBeLessThanOrEqual(total)
          expect(total).toBeLessThanOrEqual(tree.value[0] as number)
        }
      }),
    )
  })
})
