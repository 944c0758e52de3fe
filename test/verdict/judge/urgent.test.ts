import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { type Pace, paceOf } from '#shared/verdict/judge/pace.ts'
import { inputOf, lifeOf, START } from '#test/support/lives.ts'

const STACK = 'a'.repeat(16)
const POOL = 'b'.repeat(16)

/** A process of a service, a snapshot a minute, judged after some hours of it. */
function paceAfter(hours: number, countAt: (hour: number) => number, silent = 0): Pace {
  const length = hours * 60 + 1
  const counts = {
    [STACK]: Array.from({ length }, (_, i) => Math.floor(countAt(i / 60))),
    [POOL]: Array.from({ length }, () => 8),
  }
  const now = START + hours * HOUR + silent
  return paceOf(judge({ ...inputOf([lifeOf(counts, { step: MINUTE })]), now }), now)
}

describe('a service is judged by the next plan', () => {
  test('while nothing can be said of it, and while a process is young', () => {
    expect(paceAfter(0.25, () => 20)).toBe('soon')
    expect(paceAfter(1.5, () => 20)).toBe('soon')
  })

  test('while a leak grows by the minute', () => {
    expect(paceAfter(6, (hour) => 5 + 60 * hour)).toBe('soon')
    expect(paceAfter(30, (hour) => 5 + 8 * hour)).toBe('soon')
  })

  test('while a stack rises of which nobody knows yet what it will be', () => {
    expect(paceAfter(6, (hour) => 50 + Math.max(0, 20 * (hour - 5)))).toBe('soon')
  })
})

describe('a service has its turn of the hour', () => {
  test('where it stands still, and where traffic comes and goes', () => {
    expect(paceAfter(6, () => 20)).toBe('hourly')
    expect(paceAfter(6, (hour) => 50 + ((hour * 60) % 3))).toBe('hourly')
  })

  test('where a leak is so slow that ten minutes do not bring one goroutine', () => {
    expect(paceAfter(48, (hour) => 5 + hour)).toBe('hourly')
  })

  test('where what rose stands', () => {
    expect(paceAfter(6, (hour) => Math.min(50, 20 * hour))).toBe('hourly')
  })

  test('where it fell silent, whatever rose before', () => {
    expect(paceAfter(3, (hour) => 50 + Math.max(0, 20 * (hour - 2)), 5 * HOUR)).toBe('hourly')
  })
})
