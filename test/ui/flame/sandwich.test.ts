import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { functionsOf } from '#ui/flame/functions.ts'
import { sandwichOf } from '#ui/flame/sandwich.ts'
import { anyTree, treeOf } from './trees.ts'

interface Plain {
  readonly name: string
  readonly value: number
  readonly children?: readonly Plain[] | undefined
}
/** Example output: `main.load 90 [net.dial 60, net.read 30]`. */
const written = ({ name, value, children = [] }: Plain): string =>
  `${name} ${value}${children.length === 0 ? '' : ` [${children.map(written).join(', ')}]`}`

describe('a function with its callers and callees', () => {
  test('is added up over all its places', () => {
    const tree = treeOf({ 'a > load > dial': 60, 'b > load > read': 30, 'b > c': 5 })
    const parts = sandwichOf(tree, 'load')
    expect(parts && written(parts.callers)).toBe('load 90 [a 60, b 30]')
    expect(parts && written(parts.callees)).toBe('load 90 [dial 60, read 30]')
  })

  test('that calls itself is counted once, and called by what called the outermost', () => {
    const parts = sandwichOf(treeOf({ 'a > f > f > g': 4 }), 'f')
    expect(parts && written(parts.callers)).toBe('f 4 [a 4]')
    expect(parts && written(parts.callees)).toBe('f 4 [f 4 [g 4]]')
  })

  test('that nobody calls is in no stack', () => {
    expect(sandwichOf(treeOf({ a: 1 }), 'b')).toBeUndefined()
  })

  test('has as many goroutines as the table says, whatever the tree', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        for (const { name, total, base } of functionsOf(tree)) {
          const parts = sandwichOf(tree, name)
          expect(parts?.callees.value).toBe(total)
          expect(parts?.callers.value).toBe(total)
          expect(parts?.callees.base ?? 0).toBe(base)
        }
      }),
    )
  })
})
