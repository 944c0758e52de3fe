import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { isCalm, risesWithin, roseInTheHour } from '#shared/trend/rising.ts'
import { lifeOf } from '#test/support/lives.ts'

const LEAK = 'a'.repeat(16)
const BUSY = 'b'.repeat(16)

/** One snapshot a minute. */
const snapshots = (leak: readonly number[], busy: readonly number[] = []) =>
  leak.map(
    (count, i) => () =>
      new Map([
        [LEAK, count],
        [BUSY, busy[i] ?? 0],
      ]),
  )
const minutes = (countAt: (minute: number) => number, length = 10): number[] =>
  Array.from({ length }, (_, i) => countAt(i))

describe('ten minutes of a process', () => {
  test.each([60, 120, 600])('show a leak of %d an hour, whatever stands beside it', (perHour) => {
    fc.assert(
      fc.property(fc.nat(5), fc.array(fc.nat(200), { minLength: 10, maxLength: 10 }), (level, busy) => {
        expect(
          risesWithin(
            snapshots(
              minutes((i) => level + Math.floor((perHour * i) / 60)),
              busy,
            ),
          ),
        ).toBe(true)
      }),
    )
  })

  test('show none where a stack stands still, falls, or comes and goes within its own root', () => {
    expect(risesWithin(snapshots(minutes(() => 400)))).toBe(false)
    expect(risesWithin(snapshots(minutes((i) => 400 - 10 * i)))).toBe(false)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 382, max: 420 }), { minLength: 2, maxLength: 10 }), (counts) => {
        expect(risesWithin(snapshots(counts))).toBe(false)
      }),
    )
  })

  test('show none of a leak of six an hour: it can wait', () => {
    expect(risesWithin(snapshots(minutes((i) => 3 + Math.floor(i / 10))))).toBe(false)
  })

  test('read what stands between the first and the last snapshot only where these differ', () => {
    let read = 0
    const still = minutes(() => 7).map((count) => () => {
      read++
      return new Map([[LEAK, count]])
    })
    risesWithin(still)
    expect(read).toBe(2)
  })

  test('of one snapshot show nothing', () => {
    expect(risesWithin(snapshots([50]))).toBe(false)
    expect(risesWithin([])).toBe(false)
  })
})

describe('an hour of a life', () => {
  const hours = (countAt: (minute: number) => number, step = MINUTE) =>
    roseInTheHour(
      lifeOf({ [LEAK]: minutes((i) => countAt((i * step) / MINUTE), (3 * HOUR) / step + 1) }, { step }),
    )

  test('shows a leak of 15 an hour, however many stand there already', () => {
    for (const level of [0, 50, 5_000]) expect(hours((i) => level + Math.floor(i / 4))).toBe(true)
  })

  test('shows it in slots of five minutes too', () => {
    expect(hours((i) => Math.floor(i / 4), 5 * MINUTE)).toBe(true)
  })

  test('shows none in what waves by the minute, stands still or falls', () => {
    expect(hours((i) => 100 + 30 * (i % 2))).toBe(false)
    expect(hours(() => 100)).toBe(false)
    expect(hours((i) => 1_000 - i)).toBe(false)
  })

  test('shows it beside a gap an hour ago, and none before there is half an hour', () => {
    const at = (length: number) => lifeOf({ [LEAK]: minutes((i) => 10 * i, length) }, { step: MINUTE })
    expect(roseInTheHour(at(50))).toBe(true)
    expect(roseInTheHour(at(30))).toBe(false)
  })
})

describe('a life is calm', () => {
  const calm = (countAt: (minute: number) => number, length = 4 * 60) =>
    isCalm(lifeOf({ [LEAK]: minutes(countAt, length) }, { step: MINUTE }))

  test('where nothing rose for an hour', () => {
    expect(calm(() => 50)).toBe(true)
    expect(calm((i) => 50 + (i % 3))).toBe(true)
    expect(calm((i) => Math.min(50, i))).toBe(true)
  })

  test('not while it rises, nor while what rose pauses for some minutes', () => {
    expect(calm((i) => Math.floor(i / 4))).toBe(false)
    const pausing = (i: number): number => Math.min(Math.floor(i / 4), 50)
    expect(calm(pausing, 230)).toBe(false)
    expect(calm(pausing, 330)).toBe(true)
  })

  test('not for two hours after a silence, whatever it did meanwhile', () => {
    const silent = (gap: number, since: number) => {
      const at = [...minutes((i) => i, 120), ...minutes((i) => 119 + gap + i, since)].map((i) => i * MINUTE)
      return isCalm(lifeOf({ [LEAK]: at.map(() => 50) }, { at }))
    }
    expect(silent(40, 60)).toBe(false)
    expect(silent(40, 130)).toBe(true)
    // What an agent holds at rest is none.
    expect(silent(20, 60)).toBe(true)
  })
})
