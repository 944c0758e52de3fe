import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StackTree } from '#shared/pprof/stack-tree.ts'
import { countsIn, countsOf, stacks, treeOf } from './trees.ts'

const MANY = { nodes: 1_000, characters: 1_000 }

describe('a stack tree', () => {
  test('keeps every stack with its count, also one that is the callers of another', () =>
    fc.assert(
      fc.property(stacks, stacks, (target, base) => {
        const tree = treeOf(target, base)
        expect(countsIn(tree)).toEqual(countsOf(target))
        expect(countsIn(tree, 'base')).toEqual(countsOf(base))
        expect(tree.total()).toBe(target.reduce((sum, { count }) => sum + count, 0))
      }),
    ))

  test('has no stack of no goroutines', () => {
    const tree = new StackTree()
    tree.add(['main.a'], 0)
    expect(countsIn(tree)).toEqual({})
  })

  test('takes as many places of functions as its limit and not one more, common callers once', () => {
    const tree = new StackTree({ ...MANY, nodes: 3 })
    tree.add(['main.a', 'main.main'], 1)
    tree.add(['main.b', 'main.main'], 1)
    tree.add(['main.a', 'main.main'], 1)
    expect(() => tree.add(['main.c', 'main.main'], 1)).toThrow(
      expect.objectContaining({ reason: 'bad-parameter', limit: 3, actual: 4 }),
    )
  })

  test('takes as many characters as its limit, each distinct stack once', () => {
    const tree = new StackTree({ ...MANY, characters: 30 })
    tree.add(['main.a', 'main.main'], 1)
    tree.add(['main.a', 'main.main'], 1)
    expect(() => tree.add(['main.a', 'main.b', 'main.main'], 1)).toThrow(/process=/)
  })
})
