import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, lifeOf, START } from '#test/support/lives.ts'

const LEAK = 'a'.repeat(16)
const POOL = 'b'.repeat(16)

/** A leak of 29 goroutines a minute beside a pool, a snapshot each step. */
function learningAfter(points: number, step = MINUTE, now = START + points * step) {
  const counts = {
    [LEAK]: Array.from({ length: points }, (_, i) => 2 + 29 * i),
    [POOL]: Array.from({ length: points }, () => 8),
  }
  return judge({ ...inputOf([lifeOf(counts, { step })]), now }).learning
}

describe('a service that is seen for too short a time to be judged', () => {
  test('says when it can be, and what rises already', () => {
    expect(learningAfter(7)).toMatchObject({
      snapshots: 7,
      needed: 24,
      interval: MINUTE,
      firstVerdictAt: START + 23 * MINUTE,
      rising: [{ signature: LEAK, from: 2, to: 176 }],
    })
    expect(learningAfter(7)?.rising[0]?.perHour).toBeCloseTo(1_740)
  })

  test('cannot say when, from one snapshot', () => {
    expect(learningAfter(1)).toEqual({
      snapshots: 1,
      needed: 24,
      interval: undefined,
      firstVerdictAt: undefined,
      rising: [],
    })
  })

  test('cannot say when, if no process reports any more', () => {
    expect(learningAfter(7, MINUTE, START + 5 * HOUR)).toMatchObject({ firstVerdictAt: undefined })
  })

  test('is judged from then on', () => {
    expect(learningAfter(23)).toMatchObject({ snapshots: 23, firstVerdictAt: START + 23 * MINUTE })
    expect(learningAfter(24)).toBeUndefined()
  })

  test('waits for most of a day where a snapshot comes each hour', () => {
    expect(learningAfter(10, HOUR)?.firstVerdictAt).toBe(START + 20 * HOUR)
    expect(learningAfter(21, HOUR)).toBeUndefined()
  })
})
