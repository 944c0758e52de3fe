import { describe, expect, test } from 'vitest'
import { storyOf } from '#shared/finding/story.ts'
import { HOUR } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'

const NOW = FOUND + 100 * HOUR

describe('the story of a finding', () => {
  test('reads from when it began to grow to what became of it', () => {
    const finding = findingOf({
      after: [
        { to: 'ongoing', reason: 'still growing; suspect → probable' },
        { to: 'escalating', reason: 'grows by 25 per hour in a process, 12 per hour before' },
        { to: 'escalating', reason: 'commented', by: 'ada', comment: 'a; b → c' },
        { to: 'resolved', reason: 'no growth in v3.0.0 for 24 h' },
        { to: 'regressed', reason: 'grows again in v3.1.0' },
        { to: 'archived', reason: 'archived for good', by: 'ada' },
      ],
    })
    const story = storyOf(finding, NOW)
    expect(story.map(({ says }) => says)).toEqual([
      'Began to grow, in v1.4.2',
      'Found as probable',
      'Still growing; suspect became probable',
      'Escalated: grows by 25 per hour in a process, 12 per hour before',
      'Commented',
      'Resolved: no growth in v3.0.0 for 24 h',
      'Regressed: grows again in v3.1.0',
      'Archived for good',
    ])
    expect(story.map(({ at }) => at)).toEqual(story.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(story.filter(({ by }) => by !== undefined).map(({ by, comment }) => [by, comment])).toEqual([
      ['ada', 'a; b → c'],
      ['ada', undefined],
    ])
  })

  test('has the fix at the time at which its version began', () => {
    const healed = { version: 'v3.0.0', at: FOUND + 30 * HOUR, hours: 14 }
    const fixed = findingOf({ verdict: { seen: 'fixed', healed, most: 59, count: 0 } })
    expect(storyOf(fixed, NOW).at(-1)).toMatchObject({
      at: healed.at,
      about: 'fixed',
      says: 'Fixed in v3.0.0: 59 goroutines at most, 0 now',
    })
    const growing = findingOf({ verdict: { seen: 'growing', healed } })
    expect(storyOf(growing, NOW).some(({ about }) => about === 'fixed')).toBe(false)
  })

  test('has the fix in its place among what came later', () => {
    const healed = { version: 'v3.0.0', at: FOUND + HOUR / 2, hours: 14 }
    const finding = findingOf({
      verdict: { seen: 'gone', healed, version: undefined, most: 59, count: 2 },
      after: [{ to: 'resolved', reason: 'no growth for 24 h' }],
    })
    const story = storyOf({ ...finding, history: finding.history.toReversed() }, NOW)
    expect(story.map(({ says }) => says)).toEqual([
      'Began to grow',
      'Found as probable',
      'Gone: 59 goroutines at most, 2 now',
      'Resolved: no growth for 24 h',
    ])
    expect(storyOf(finding, healed.at - 1).some(({ about }) => about === 'fixed')).toBe(false)
    expect(storyOf(finding, healed.at).some(({ about }) => about === 'fixed')).toBe(true)
    const level = findingOf({ verdict: { seen: 'level', healed } })
    expect(storyOf(level, NOW).some(({ about }) => about === 'fixed')).toBe(false)
  })

  test('leaves the words of a person as they are', () => {
    const reason = 'is intended: grows; first → second'
    const [, , intended] = storyOf(findingOf({ after: [{ to: 'intended', reason, by: 'ada' }] }), NOW)
    expect(intended?.says).toBe('Is intended: grows; first → second')
  })
})
