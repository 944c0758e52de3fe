import { describe, expect, test } from 'vitest'
import { sumUp } from '#ui/service/quiet.tsx'

describe('what is watched and quiet', () => {
  test('is summed up by reason', () => {
    const counts = { 'load-proportional': 3, stable: 1_209 }
    expect(sumUp(1_212, counts)).toBe('1,212 stacks are watched: 3 load-proportional, 1,209 stable.')
  })

  test('is told apart from what is not', () => {
    expect(sumUp(24, { benign: 9, stable: 13 })).toBe(
      '24 stacks are watched: 2 may leak, 9 benign, 13 stable.',
    )
    expect(sumUp(1, {})).toBe('1 stack is watched: 1 may leak.')
    expect(sumUp(0, {})).toBe('0 stacks are watched.')
  })
})
