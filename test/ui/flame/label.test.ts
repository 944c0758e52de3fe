import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelOf } from '#ui/flame/label.ts'
import { anyNode, treeOf } from './trees.ts'

const SERVE = 'net/http.(*conn).serve'

describe('the label of a rectangle', () => {
  test.each([
    { room: 26, want: 'net/http.(*conn).serve +12' },
    { room: 23, want: 'http.(*conn).serve +12' },
    { room: 18, want: 'http.(*conn).serve' },
    { room: 10, want: 'http.(*co…' },
    { room: 2, want: '' },
  ])('in $room characters is $want', ({ room, want }) => {
    expect(labelOf(treeOf({ [SERVE]: [20, 8] }), 1, room)).toBe(want)
  })

  test('keeps what stands in brackets whole', () => {
    const name = 'corp/shop.Map[go.shape.*a/b.T].run'
    expect(labelOf(treeOf({ [name]: 1 }), 1, 30)).toBe('shop.Map[go.shape.*a/b.T].run')
  })

  test('names no change where nothing is compared, or nothing changed', () => {
    expect(labelOf(treeOf({ [SERVE]: 20 }), 1, 99)).toBe(SERVE)
    expect(labelOf(treeOf({ [SERVE]: [20, 20] }), 1, 99)).toBe(SERVE)
  })

  test('never takes more room than there is', () => {
    fc.assert(
      fc.property(anyNode, fc.nat({ max: 60 }), ({ tree, node }, room) => {
        expect(labelOf(tree, node, room).length).toBeLessThanOrEqual(room)
      }),
    )
  })
})
