import { describe, expect, it } from 'vitest'
import { MOST_TOLD, quietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import type { NonFinding, Quiet } from '#shared/verdict/model/quiet.ts'

const quiet = (id: number, verdict: Quiet, more: Partial<NonFinding> = {}): NonFinding => ({
  signature: id.toString(16).padStart(16, '0'),
  stack: ['runtime.gopark', 'main.between', 'main.worker'],
  ownCode: undefined,
  entry: 'main.worker',
  verdict,
  why: `is ${verdict}`,
  ...more,
})

describe('what is told of stacks that are no finding', () => {
  it('begins with those that grew and ends with those that do not move', () => {
    const words: Quiet[] = [
      'stable',
      'benign',
      'insufficient',
      'intended',
      'watch',
      'bounded',
      'stepped',
      'plateaued',
      'load-proportional',
    ]
    const { stacks, counts } = quietStacks(words.map((word, i) => quiet(i, word)))
    expect(stacks.map(({ verdict }) => verdict)).toEqual(words.toReversed())
    expect(Object.values(counts)).toEqual(words.map(() => 1))
  })

  it('has own code before libraries, and the same order whatever order they come in', () => {
    const some = [quiet(2, 'stable'), quiet(3, 'stable', { ownCode: 'main.between' }), quiet(1, 'stable')]
    const { stacks } = quietStacks(some)
    expect(stacks.map(({ signature }) => Number(signature))).toEqual([3, 1, 2])
    expect(quietStacks(some.toReversed())).toEqual(quietStacks(some))
  })

  it('counts all of them, and names no more than a reader can use', () => {
    const some = Array.from({ length: 3 * MOST_TOLD }, (_, i) => quiet(i, i < 5 ? 'watch' : 'stable'))
    const { stacks, counts } = quietStacks(some)
    expect(stacks).toHaveLength(MOST_TOLD)
    expect(counts).toEqual({ watch: 5, stable: 3 * MOST_TOLD - 5 })
  })

  it('names a stack by its leaf, own code and entry, cut where they are very long', () => {
    const [stack] = quietStacks([
      quiet(1, 'stepped', { entry: 'x'.repeat(9_000), why: 'y'.repeat(9_000) }),
    ]).stacks
    expect(stack).toEqual({
      signature: '0000000000000001',
      verdict: 'stepped',
      leaf: 'runtime.gopark',
      ownCode: undefined,
      entry: `${'x'.repeat(240)}…`,
      why: `${'y'.repeat(1_000)}…`,
    })
  })
})
