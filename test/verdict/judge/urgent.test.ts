import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { isUrgent, restsUntil, waitsUntil } from '#shared/verdict/judge/urgent.ts'
import { inputOf, lifeOf, START } from '#test/support/lives.ts'

const STACK = 'a'.repeat(16)
const POOL = 'b'.repeat(16)

/** Of a process of a service, a snapshot a minute, judged after some hours of it. */
const urgentAfter = (...given: Parameters<typeof judgedAfter>): boolean => isUrgent(...judgedAfter(...given))

function judgedAfter(hours: number, countAt: (hour: number) => number, silent = 0) {
  const length = hours * 60 + 1
  const counts = {
    [STACK]: Array.from({ length }, (_, i) => Math.floor(countAt(i / 60))),
    [POOL]: Array.from({ length }, () => 8),
  }
  const now = START + hours * HOUR + silent
  return [judge({ ...inputOf([lifeOf(counts, { step: MINUTE })]), now }), now] as const
}

describe('a service is judged by the next plan', () => {
  test('while nothing can be said of it, and while a process is young', () => {
    expect(urgentAfter(0.25, () => 20)).toBe(true)
    expect(urgentAfter(1.5, () => 20)).toBe(true)
  })

  test('while a leak grows by the minute', () => {
    expect(urgentAfter(6, (hour) => 5 + 60 * hour)).toBe(true)
    expect(urgentAfter(30, (hour) => 5 + 8 * hour)).toBe(true)
  })

  test('while a stack rises of which nobody knows yet what it will be', () => {
    expect(urgentAfter(6, (hour) => 50 + Math.max(0, 20 * (hour - 5)))).toBe(true)
  })
})

describe('a service has its turn of the hour', () => {
  test('where it stands still, and where traffic comes and goes', () => {
    expect(urgentAfter(6, () => 20)).toBe(false)
    expect(urgentAfter(6, (hour) => 50 + ((hour * 60) % 3))).toBe(false)
  })

  test('where a leak is so slow that ten minutes do not bring one goroutine', () => {
    expect(urgentAfter(48, (hour) => 5 + hour)).toBe(false)
  })

  test('where what rose stands', () => {
    expect(urgentAfter(6, (hour) => Math.min(50, 20 * hour))).toBe(false)
  })

  test('where it fell silent, whatever rose before', () => {
    expect(urgentAfter(3, (hour) => 50 + Math.max(0, 20 * (hour - 2)), 5 * HOUR)).toBe(false)
  })
})

test('a service rests where it waits for its turn and is calm: what rose and stands waits alone', () => {
  const both = (...given: Parameters<typeof judgedAfter>) => {
    const judged = judgedAfter(...given)
    return [waitsUntil(...judged) !== undefined, restsUntil(...judged) !== undefined]
  }
  expect(both(6, () => 20)).toEqual([true, true])
  expect(both(6, (hour) => Math.min(50, 20 * hour))).toEqual([true, true])
  expect(both(4, (hour) => 20 + Math.min(30, Math.max(0, 30 * (hour - 2))))).toEqual([true, false])
  expect(both(6, (hour) => 5 + 60 * hour)).toEqual([false, false])
})
