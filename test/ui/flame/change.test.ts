import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOf, SHADES, shadeOf } from '#ui/flame/change.ts'
import { sentenceOf } from '#ui/flame/sentence.ts'
import { treeOf } from './trees.ts'

describe('the colour of a change', () => {
  test.each([
    { name: 'all new', give: [10, 0], want: SHADES },
    { name: 'all gone', give: [0, 10], want: -SHADES },
    { name: 'as before', give: [10, 10], want: 0 },
    { name: 'nothing on either side', give: [0, 0], want: 0 },
    { name: 'one more of a thousand', give: [1_001, 1_000], want: 1 },
    { name: 'half of them gone', give: [5, 10], want: -2 },
  ])('of $name is shade $want', ({ give: [value = 0, base = 0], want }) => {
    expect(shadeOf(changeOf(value, base))).toBe(want)
  })

  test('is the opposite where the sides change places, and none only where nothing changed', () => {
    const count = fc.nat({ max: 1e6 })
    fc.assert(
      fc.property(count, count, (value, base) => {
        const [there, back] = [shadeOf(changeOf(value, base)), shadeOf(changeOf(base, value))]
        expect(there + back).toBe(0)
        expect(there === 0).toBe(value === base)
        expect(Math.abs(there)).toBeLessThanOrEqual(SHADES)
      }),
    )
  })
})

describe('the sentence of a node', () => {
  const FLAT = treeOf({ 'main.work': 40, 'main.wait': 1_160 })
  const CHANGED = treeOf({ 'a.More': [40, 10], 'b.Gone': [0, 1_500], 'c.New': [7, 0], 'd.Same': [3, 3] })

  test.each([
    { tree: FLAT, name: 'shop', want: 'All of shop: 1,200 goroutines.' },
    { tree: FLAT, name: 'main.work', want: 'main.work: 40 of 1,200 goroutines, 3.3 %.' },
    {
      tree: CHANGED,
      name: 'a.More',
      want: 'a.More: 40 of 50 goroutines, 80 %; 30 more than before.',
    },
    {
      tree: CHANGED,
      name: 'b.Gone',
      want: 'b.Gone: 0 of 50 goroutines, 0.0 %; all 1,500 are gone.',
    },
    { tree: CHANGED, name: 'c.New', want: 'c.New: 7 of 50 goroutines, 14 %; none before.' },
    { tree: CHANGED, name: 'd.Same', want: 'd.Same: 3 of 50 goroutines, 6.0 %; as many as before.' },
    { tree: CHANGED, name: 'shop', want: 'All of shop: 50 goroutines; 1,463 fewer than before.' },
  ])('is $want', ({ tree, name, want }) => {
    expect(sentenceOf(tree, tree.names.indexOf(name))).toBe(want)
  })

  test('keeps a hostile name from changing what stands around it', () => {
    const tree = treeOf({ 'main.\u202eevil': 1 })
    expect(sentenceOf(tree, 1)).toBe('main.\\u202eevil: 1 of 1 goroutines, 100 %.')
    expect(sentenceOf(treeOf({ ['x'.repeat(65_535)]: 1 }), 1).length).toBeLessThan(400)
  })

  test('says of next to nothing that it is little', () => {
    const tree = treeOf({ 'main.one': 1, 'main.many': 100_000 })
    expect(sentenceOf(tree, 1)).toContain('under 0.1 %')
  })
})
