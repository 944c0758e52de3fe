import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_WORDS } from '#shared/goroutine/roster.ts'
import { contradicts, levelOf, originOf, sameWords } from '#shared/survivor/individual.ts'

describe('individuals', () => {
  it('are the same wait where the words are, or where one dump prints none', () => {
    expect(sameWords(7, 7)).toBe(true)
    expect(sameWords(7, 8)).toBe(false)
    expect(sameWords(7, NO_WORDS)).toBe(true)
    expect(sameWords(NO_WORDS, 8)).toBe(true)
  })

  it('contradict one another where what both know of their origin differs', () => {
    const worker = originOf('main.work', 'main.pool')
    expect(contradicts(worker, worker)).toBe(false)
    expect(contradicts(worker, originOf('main.work', 'main.express'))).toBe(true)
    expect(contradicts(worker, originOf('main.serve', 'main.pool'))).toBe(true)
    expect(contradicts(worker, originOf('main.work', undefined))).toBe(false)
    expect(contradicts(worker, originOf(undefined, undefined))).toBe(false)
  })

  it('have origins that fit into four bytes', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        (a, b) => {
          const origin = originOf(a, b)
          expect(Number.isInteger(origin) && origin >= 0 && origin < 2 ** 32).toBe(true)
        },
      ),
    )
  })

  it('are sampled by halves, in each stretch of ids alike', () => {
    const inLevel = (level: number, from: number): number =>
      Array.from({ length: 4096 }, (_, i) => levelOf(from + i)).filter((of) => of >= level).length
    for (const from of [1, 1_000_000, 2 ** 40]) {
      expect(inLevel(0, from)).toBe(4096)
      // Half, and three standard deviations of it.
      expect(Math.abs(inLevel(1, from) - 2048)).toBeLessThan(96)
      expect(Math.abs(inLevel(4, from) - 256)).toBeLessThan(47)
    }
  })
})
