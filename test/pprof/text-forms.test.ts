import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FlameNode, flameDifference, flameTree } from '#shared/pprof/flame.ts'
import { foldedText } from '#shared/pprof/folded.ts'
import { stackText } from '#shared/pprof/text.ts'
import { countsOf, type Stacks, stacks, treeOf } from './trees.ts'

const sumOf = (some: Stacks): number => some.reduce((sum, { count }) => sum + count, 0)

/** Every node, with what it has more than its children. */
function nodesOf(node: FlameNode): { node: FlameNode; own: number; ownBase: number }[] {
  const { children = [], value, base = 0 } = node
  const own = value - children.reduce((sum, child) => sum + child.value, 0)
  const ownBase = base - children.reduce((sum, child) => sum + (child.base ?? 0), 0)
  return [{ node, own, ownBase }, ...children.flatMap(nodesOf)]
}

describe('folded text', () => {
  test('gives each stack a line, from which it can be read again', () =>
    fc.assert(
      fc.property(stacks, (some) => {
        const lines = foldedText(treeOf(some)).split('\n').slice(0, -1)
        const read = lines.map((line) => {
          const space = line.lastIndexOf(' ')
          const frames = line
            .slice(0, space)
            .replaceAll(': ', '; ')
            .split(/;(?! )/)
            .reverse()
          return { frames, count: Number(line.slice(space + 1)) }
        })
        expect(countsOf(read)).toEqual(countsOf(some))
        expect(read).toHaveLength(Object.keys(countsOf(some)).length)
      }),
    ))

  test('has no separator inside a name', () => {
    const tree = treeOf([{ frames: ['main.f[struct { A int; B int }]', 'odd\nname'], count: 3 }])
    expect(foldedText(tree)).toBe('odd name;main.f[struct { A int: B int }] 3\n')
  })
})

describe('a flame tree', () => {
  test('has all goroutines at its root, and no node fewer than its children', () =>
    fc.assert(
      fc.property(stacks, (some) => {
        const flame = flameTree(treeOf(some), 'checkout')
        expect([flame.name, flame.value]).toEqual(['checkout', sumOf(some)])
        for (const { own } of nodesOf(flame)) expect(own).toBeGreaterThanOrEqual(0)
      }),
    ))

  test('of a difference has both sides and what lies between them in every node', () =>
    fc.assert(
      fc.property(stacks, stacks, (target, base) => {
        const flame = flameDifference(treeOf(target, base), 'checkout')
        expect(flame).toMatchObject({ value: sumOf(target), base: sumOf(base) })
        for (const { node, own, ownBase } of nodesOf(flame)) {
          expect(node.delta).toBe(node.value - (node.base ?? Number.NaN))
          expect([own >= 0, ownBase >= 0]).toEqual([true, true])
        }
      }),
    ))

  test('is what d3 takes: children sorted by size, none where there are none', () => {
    const tree = treeOf([
      { frames: ['main.small', 'main.main'], count: 1 },
      { frames: ['main.big', 'main.main'], count: 5 },
    ])
    expect(flameTree(tree, 'all')).toEqual({
      name: 'all',
      value: 6,
      children: [
        {
          name: 'main.main',
          value: 6,
          children: [
            { name: 'main.big', value: 5 },
            { name: 'main.small', value: 1 },
          ],
        },
      ],
    })
  })
})

describe('text to read', () => {
  test('is like debug=1, the biggest stack first, leaf on top', () => {
    const tree = treeOf([
      { frames: ['runtime.gopark', 'main.small'], count: 1 },
      { frames: ['runtime.gopark', 'main.big'], count: 50 },
    ])
    expect(stackText(tree, 'goroutine')).toBe(
      'goroutine profile: total 51\n50 @\n#\truntime.gopark\n#\tmain.big\n\n1 @\n#\truntime.gopark\n#\tmain.small\n',
    )
  })
})
