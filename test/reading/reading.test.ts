import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, firstDecided } from '#shared/reading/answer.ts'
import { ProblemList } from '#shared/reading/problem-list.ts'
import { decide, finds, refuse } from '#shared/reading/refusal.ts'
import { visibleText } from '#shared/reading/visible.ts'

const line = (number: number, text = 'x') => ({ number, begin: () => text })

describe('a problem list', () => {
  test('keeps 1,000 problems, counts all and says how many are missing', () => {
    const problems = new ProblemList()
    for (let number = 1; number <= 1_002; number++) problems.add(line(number), 'odd')
    expect(problems.count).toBe(1_002)
    expect(problems.list()).toHaveLength(1_000)
    expect(problems.list().at(-1)).toMatchObject({ line: 1_000, why: 'odd; 2 more problems are not listed' })
  })

  test('asks for no text that it does not keep', () => {
    const problems = new ProblemList()
    let asked = 0
    const counted = (number: number) => ({ number, begin: () => `${asked++}` })
    for (let number = 1; number <= 5_000; number++) problems.add(counted(number), 'odd')
    expect(asked).toBe(1_000)
  })

  test('keeps 200 characters of a line', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        const problems = new ProblemList()
        problems.add(line(1, text), 'odd')
        expect(problems.list()[0]?.text).toBe(visibleText(text.slice(0, 200)))
      }),
    )
  })
})

describe('several readers', () => {
  const answers = (...of: Answer<{ value: number }>[]) => firstDecided(of.map((answer) => () => answer))
  const broken = { reason: 'unknown-format', detail: 'No.' } as const

  test('the first that does not say not-mine decides', () => {
    expect(answers({ answer: 'not-mine' }, { answer: 'recognised', value: 2 })).toMatchObject({ value: 2 })
    expect(answers({ answer: 'broken', broken }, { answer: 'recognised', value: 2 })).toMatchObject({
      broken,
    })
    expect(answers({ answer: 'not-mine' })).toBeUndefined()
  })
})

describe('a refusal deep inside a reader', () => {
  test('becomes the answer, with its bounds', () => {
    const answer = decide(() => refuse('too-many-frames', 'Too many.', { limit: 1, actual: 2 }))
    expect(answer).toEqual({
      answer: 'broken',
      broken: { reason: 'too-many-frames', detail: 'Too many.', limit: 1, actual: 2 },
    })
  })

  test('is no find', () => {
    expect(finds(() => true)).toBe(true)
    expect(finds(() => refuse('malformed-profile', 'No.'))).toBe(false)
  })

  test('hides no defect', () => {
    const defect = () => {
      throw new TypeError('defect')
    }
    expect(() => decide(defect)).toThrow(TypeError)
    expect(() => finds(defect)).toThrow(TypeError)
  })
})
