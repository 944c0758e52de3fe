import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldedText, svgText } from '#ui/flame/export.ts'
import { idOf, nodeOf } from '#ui/flame/node-id.ts'
import { anyNode, anyTree, treeOf } from './trees.ts'

describe('folded text', () => {
  test('has a line for each stack, callers first; of a zoom those below it', () => {
    const tree = treeOf({ 'a > b': 3, 'a > b > c': 2, 'd;x': 1 })
    expect(foldedText(tree, 0)).toBe('a;b 3\na;b;c 2\nd:x 1\n')
    expect(foldedText(tree, tree.names.indexOf('b'))).toBe('a;b 3\na;b;c 2\n')
  })

  test('has all goroutines of a node, whatever the tree', () => {
    fc.assert(
      fc.property(anyNode, ({ tree, node }) => {
        const counts = foldedText(tree, node)
          .split('\n')
          .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1) || 0))
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(tree.value[node])
      }),
    )
  })
})

test('a picture lets no name out of its place', () => {
  const box = { node: 1, row: 0, x: 0, width: 90, fill: '#abc', label: '</text><script>', says: '"><b>' }
  const svg = svgText([box], { width: 100, rowHeight: 20, ink: '#000', back: '#fff' })
  expect(svg).not.toMatch(/<script|<b>/)
  expect(svg).toContain('&lt;/text&gt;&lt;script&gt;')
})

describe('the name of a node in an address', () => {
  test('leads to a node of the same path, in that tree and in one with more', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        for (let node = 0; node < tree.names.length; node++) {
          const found = nodeOf(tree, idOf(tree, node) ?? null)
          expect(tree.names[found]).toBe(tree.names[node])
        }
      }),
    )
    const [less, more] = [treeOf({ 'a > b': 1 }), treeOf({ '0 > b': 9, 'a > b': 2, z: 3 })]
    const found = nodeOf(more, idOf(less, less.names.indexOf('b')) ?? null)
    expect(more.names[more.parent[found] ?? 0]).toBe('a')
  })

  test('of what is not there is all of it', () => {
    expect(nodeOf(treeOf({ a: 1 }), 'zzz')).toBe(0)
    expect(nodeOf(treeOf({ a: 1 }), '?')).toBe(0)
  })
})
