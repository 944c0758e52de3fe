import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callersOf, depthOf, LEAST_WIDTH, MOST_CALLERS, nodeAt, rectangles } from '#ui/flame/layout.ts'
import { anyNode, treeOf } from './trees.ts'

const SHOP = treeOf({ 'main > work > send': 60, 'main > work > recv': 20, 'idle > park': 20 })
const WORK = SHOP.names.indexOf('work')
const WIDTH = 1_000

const drawn = (focus: number, width = WIDTH) =>
  rectangles(SHOP, { focus, width }).map(({ node, ...place }) => ({ name: SHOP.names[node], ...place }))

describe('the rectangles of a view', () => {
  test('fill the width by rows, the callers above', () => {
    expect(drawn(0)).toEqual([
      { name: 'shop', row: 0, x: 0, width: 1000 },
      { name: 'main', row: 1, x: 0, width: 800 },
      { name: 'idle', row: 1, x: 800, width: 200 },
      { name: 'work', row: 2, x: 0, width: 800 },
      { name: 'park', row: 2, x: 800, width: 200 },
      { name: 'send', row: 3, x: 0, width: 600 },
      { name: 'recv', row: 3, x: 600, width: 200 },
    ])
  })

  test('after a zoom show the node over the whole width, with its callers and nothing beside', () => {
    expect(drawn(WORK)).toEqual([
      { name: 'shop', row: 0, x: 0, width: 1000 },
      { name: 'main', row: 1, x: 0, width: 1000 },
      { name: 'work', row: 2, x: 0, width: 1000 },
      { name: 'send', row: 3, x: 0, width: 750 },
      { name: 'recv', row: 3, x: 750, width: 250 },
    ])
  })

  test('leave out what nobody can see', () => {
    expect(drawn(0, 2).map(({ name }) => name)).not.toContain('park')
  })

  test('come into view by a zoom, however deep they are', () => {
    const deep = treeOf({ [Array.from({ length: 2_000 }, (_, i) => `f${i}`).join(' > ')]: 1 })
    const seen = rectangles(deep, { focus: 1_990, width: WIDTH })
    expect(seen.at(0)).toMatchObject({ node: 1_990 - MOST_CALLERS, row: 0 })
    expect(seen.find(({ node }) => node === 1_990)?.row).toBe(MOST_CALLERS)
    expect(depthOf(seen)).toBe(MOST_CALLERS + 11)
  })

  test('are as many rows as the deepest of them', () => {
    expect(depthOf(rectangles(SHOP, { focus: 0, width: WIDTH }))).toBe(4)
    expect(depthOf([])).toBe(1)
  })

  test('lie in the box, in their order, no two over each other, none too narrow', () => {
    fc.assert(
      fc.property(anyNode, fc.integer({ min: 1, max: 3_000 }), ({ tree, node }, width) => {
        const seen = rectangles(tree, { focus: node, width })
        expect(seen.some((one) => one.node === node)).toBe(true)
        seen.forEach((one, i) => {
          expect(one.x).toBeGreaterThanOrEqual(0)
          expect(one.x + one.width).toBeLessThanOrEqual(width + 1e-6)
          expect(one.width).toBeGreaterThanOrEqual(LEAST_WIDTH)
          const before = seen[i - 1]
          if (before?.row === one.row) expect(before.x + before.width).toBeLessThanOrEqual(one.x + 1e-6)
          else expect(before?.row ?? -1).toBe(one.row - 1)
        })
      }),
    )
  })

  test('are found by a place inside of them', () => {
    fc.assert(
      fc.property(anyNode, ({ tree, node }) => {
        const seen = rectangles(tree, { focus: node, width: WIDTH })
        for (const one of seen) expect(nodeAt(seen, one.x + one.width / 2, one.row)).toBe(one.node)
        expect(nodeAt(seen, WIDTH + 1, 0)).toBeUndefined()
        expect(nodeAt(seen, 1, depthOf(seen))).toBeUndefined()
      }),
    )
  })

  test('are found by no place beside them', () => {
    const seen = rectangles(treeOf({ main: 1, 'main > work': 1 }), { focus: 0, width: WIDTH })
    expect(nodeAt(seen, 900, 2)).toBeUndefined()
  })
})

describe('the callers of a node', () => {
  test('are named from the root', () => {
    expect(callersOf(SHOP, WORK).map((node) => SHOP.names[node])).toEqual(['shop', 'main'])
    expect(callersOf(SHOP, 0)).toEqual([])
  })
})
