import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixText } from '#shared/finding/fix-text.ts'
import { newestVersion, verifyFix } from '#shared/finding/verify-fix.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { findingOf } from '#test/notice/findings.ts'
import { counted, lifeOf, START } from '#test/support/lives.ts'

const ID = '1111111111111111'
const FIXED = START + 100 * HOUR

/** A process of a version that began so many hours after the release of the fix. */
const life = (version: string, hours: number, countAt: (hour: number) => number, instance = 'checkout-1') =>
  lifeOf({ [ID]: counted(hours, countAt) }, { version, instance, from: version === 'v2' ? FIXED : START })

const leaking = life('v1', 48, (hour) => 5 + 10 * hour)
const finding = (verdict: Partial<Verdict> = {}) =>
  findingOf({ grewIn: ['v1'], verdict: { perHour: 10, low95: 9, high95: 11, ...verdict } })
const check = (lives: readonly ReturnType<typeof life>[], hours: number, verdict: Partial<Verdict> = {}) =>
  verifyFix(finding(verdict), 'v2', [ID], [leaking, ...lives], FIXED + hours * HOUR)

describe('a fix', () => {
  test('is sure once a leak at the old rate would have brought too many', () => {
    const sure = check([life('v2', 6, () => 5)], 6)
    expect(sure).toMatchObject({ answer: 'yes', processes: 1, running: 1, rose: 0, sureAt: undefined })
    expect(sure.chance).toBeLessThan(0.01)
    expect(fixText(sure, finding(), FIXED + 6 * HOUR)).toMatch(
      /^Yes: v2 was watched for \d\.\d process-hours in 1 process\. At the old rate of 10 per hour \d+ goroutines would have come; 0 did\.$/,
    )
  })

  test('is not sure yet, and when it will be', () => {
    const early = check([life('v2', 0.5, () => 5)], 0.5)
    expect(early.answer).toBe('not-yet')
    const left = ((early.sureAt ?? 0) - (FIXED + 0.5 * HOUR)) / MINUTE
    expect(left).toBeGreaterThan(10)
    expect(left).toBeLessThan(40)
    expect(fixText(early, finding(), FIXED + 0.5 * HOUR)).toMatch(
      /^Not yet: .* Sure in \d+ min, at .* UTC, if no more come\.$/,
    )
  })

  test('that nobody runs is not known', () => {
    const none = check([], 6)
    expect(none).toMatchObject({
      answer: 'not-yet',
      processes: 0,
      processHours: 0,
      chance: 1,
      sureAt: undefined,
    })
    expect(fixText(none, finding(), FIXED)).toBe('Not yet: no process of v2 has reported.')
  })

  test('is none where the judge sees the version grow', () => {
    const grown = check([life('v2', 6, (hour) => 5 + 10 * hour)], 6, {
      grows: { versions: ['v2'], latestStart: FIXED },
    })
    expect(grown.answer).toBe('no')
    expect(fixText(grown, finding(), FIXED)).toBe('No: it grows in v2, +10 per hour.')
  })

  test('is not called one where the version still rises at half of the old rate', () => {
    expect(check([life('v2', 6, (hour) => 5 + 5 * hour)], 6).answer).toBe('not-yet')
  })

  test('that fills a pool at its start is one', () => {
    expect(check([life('v2', 6, (hour) => Math.min(20, 40 * hour))], 6).answer).toBe('yes')
  })

  test('is told by the processes of its version that run, and by the old versions that leaked', () => {
    const others = [
      life('v3', 6, () => 5, 'other'),
      life('v0', 48, () => 5, 'older'),
      lifeOf({ [ID]: counted(48, () => 5) }, { instance: 'unnamed' }),
    ]
    const alone = check([life('v2', 6, () => 5)], 6)
    expect(check([life('v2', 6, () => 5), ...others], 6)).toEqual(alone)
    const ended = check([life('v2', 6, () => 5, 'gone'), life('v3', 30, () => 5)], 30)
    expect(ended).toMatchObject({ answer: 'yes', processes: 1, running: 0 })
    const tooShort = check([life('v2', 0.5, () => 5), life('v3', 30, () => 5)], 30)
    expect(tooShort).toMatchObject({ answer: 'not-yet', running: 0, sureAt: undefined })
    expect(fixText(tooShort, finding(), FIXED + 30 * HOUR)).toContain('No process of it runs now.')
  })

  test('of growth whose rate may be none is held against half of it', () => {
    const unsure = { low95: -3 }
    const half = { low95: 5 }
    const [a, b] = [check([life('v2', 6, () => 5)], 6, unsure), check([life('v2', 6, () => 5)], 6, half)]
    expect(a).toEqual(b)
    expect(a.chance).toBeGreaterThan(check([life('v2', 6, () => 5)], 6).chance)
  })

  test('is sure in the minute that it says, and not before', () => {
    const early = check([life('v2', 0.5, () => 5)], 0.5)
    const left = ((early.sureAt ?? 0) - (FIXED + 0.5 * HOUR)) / HOUR
    // None of nine an hour came by chance.
    const chanceAfter = (hours: number) => early.chance * Math.exp(-9 * hours)
    expect(chanceAfter(left)).toBeLessThanOrEqual(0.01)
    expect(chanceAfter(left - (2 * MINUTE) / HOUR)).toBeGreaterThan(0.01)
  })

  test('needs more processes where one of four leaked', () => {
    const flat = ['b', 'c', 'd'].map((name) => life('v1', 48, () => 5, name))
    const two = ['a', 'b'].map((name) => life('v2', 6, () => 5, name))
    expect(verifyFix(finding(), 'v2', [ID], [leaking, ...flat, ...two], FIXED + 6 * HOUR).answer).toBe(
      'not-yet',
    )
    const many = Array.from({ length: 20 }, (_, i) => life('v2', 6, () => 5, `p${i}`))
    expect(verifyFix(finding(), 'v2', [ID], [leaking, ...flat, ...many], FIXED + 6 * HOUR).answer).toBe('yes')
  })
})

test('longer flat watching never makes a fix less sure', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      (hours, more) => {
        const [sooner, later] = [hours, hours + more].map((each) => check([life('v2', each, () => 5)], each))
        expect(later?.chance).toBeLessThanOrEqual((sooner?.chance ?? 0) + 1e-12)
      },
    ),
  )
})

test('the newest version is that of the process that began last', () => {
  expect(newestVersion([leaking, life('v2', 1, () => 1)])).toBe('v2')
  expect(newestVersion([])).toBeUndefined()
})
