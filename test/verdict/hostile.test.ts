import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const WORK = signatureOf(['main.work'])

describe('the judge answers', () => {
  it('nothing where there is no life', () => {
    expect(judge(inputOf([], [WORK]))).toMatchObject({ verdicts: [], others: [] })
  })

  it('insufficient where all times are one', () => {
    const counts = Array.from({ length: 50 }, (_, i) => i * 10)
    const life = lifeOf({ [WORK.id]: counts }, { at: counts.map(() => START) })
    const { verdicts, others } = judge(inputOf([life], [WORK]))
    expect(verdicts).toEqual([])
    expect(others).toHaveLength(1)
  })

  it('for 100,000 processes', () => {
    const lives = Array.from({ length: 100_000 }, (_, i) =>
      lifeOf({ [WORK.id]: [3, 4, 3] }, { instance: `pod-${i}` }),
    )
    const { verdicts, others } = judge(inputOf(lives, [WORK]))
    expect(verdicts).toEqual([])
    expect(others).toMatchObject([{ verdict: 'insufficient' }])
  })

  it('with finite figures where ten thousand stand at one moment', () => {
    const life = lifeOf({ [WORK.id]: [10_000, 10_000, 10_000] }, { at: [START, START, START] })
    const { verdicts } = judge(inputOf([life], [WORK]))
    expect(verdicts).toMatchObject([{ perHour: 0, low95: 0, high95: 0, since: START }])
  })

  it('with finite figures for any counts at any times', () => {
    const point = fc.record({ after: fc.nat(7_200_000), count: fc.nat(2 ** 31 - 1) })
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), (points) => {
        let at = START
        const times = points.map(({ after }) => {
          at += after
          return at
        })
        const life = lifeOf({ [WORK.id]: points.map(({ count }) => count) }, { at: times })
        const { verdicts, others } = judge(inputOf([life], [WORK]))
        expect(verdicts.length + others.length).toBe(1)
        for (const { perHour, since } of verdicts) expect([perHour, since].every(Number.isFinite)).toBe(true)
      }),
    )
  })
})
