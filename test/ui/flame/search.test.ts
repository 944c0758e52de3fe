import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesIn } from '#ui/flame/search.ts'
import { anyTree, treeOf } from './trees.ts'

const SHOP = treeOf({ 'main.run > main.Run > net/http.serve': 5, 'main.run': 2, 'net/http.serve': 3 })

describe('a search in a flame graph', () => {
  test('marks each name that has the text, whatever its case, and counts a goroutine once', () => {
    const { hits, ...found } = matchesIn(SHOP, ' MAIN.r ')
    expect(found).toEqual({ nodes: 2, goroutines: 7 })
    expect([...hits].map((hit, i) => (hit ? SHOP.names[i] : undefined)).filter(Boolean)).toEqual([
      'main.run',
      'main.Run',
    ])
  })

  test.each(['', '   ', 'nowhere'])('for %j finds nothing', (text) => {
    expect(matchesIn(SHOP, text)).toMatchObject({ nodes: 0, goroutines: 0 })
  })

  test('never counts more goroutines than there are, and finds what it is given', () => {
    fc.assert(
      fc.property(anyTree, fc.constantFrom('main', '/', 'A', 'o', '<'), (tree, text) => {
        const { hits, nodes, goroutines } = matchesIn(tree, text)
        expect(goroutines).toBeLessThanOrEqual(tree.value[0] as number)
        expect(hits.reduce((sum, hit) => sum + hit, 0)).toBe(nodes)
        tree.names.forEach((name, i) => {
          expect(hits[i] === 1).toBe(name.toLowerCase().includes(text.toLowerCase()))
          if (hits[i] === 1) expect(goroutines).toBeGreaterThanOrEqual(tree.value[i] as number)
        })
      }),
    )
  })
})
