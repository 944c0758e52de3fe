import { describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { headline } from '#ui/inbox/headline.ts'
import type { Service } from '#ui/inbox/learning.tsx'
import { NOW, summaryOf } from './summary.ts'

const service = (name: string, learning: Partial<Service['learning']> | null = null): Service => ({
  name,
  firstSeen: new Date(NOW).toISOString(),
  lastJudged: null,
  openFindings: 0,
  watched: 3,
  running: null,
  learning:
    learning === null
      ? null
      : { snapshots: 7, needed: 24, everySeconds: 60, firstVerdictAt: null, rising: [], ...learning },
})
const due = (minutes: number) => ({ firstVerdictAt: new Date(NOW + minutes * MINUTE).toISOString() })
const OVER = summaryOf({ seen: 'gone' })

describe('the headline', () => {
  test.each([
    ['Learning: first verdicts in 17 minutes (1 service)', [], [service('a', due(17))]],
    [
      'Learning: first verdicts in 3 to 17 minutes (2 services)',
      [],
      [service('a', due(17)), service('b', due(3))],
    ],
    [
      'Learning: first verdicts in 50 minutes to 3 hours (2 services)',
      [],
      [service('a', due(50)), service('b', due(180))],
    ],
    ['Learning: first verdicts at any moment (1 service)', [], [service('a', due(-1))]],
    ['Learning: first verdicts after some profiles more (1 service)', [], [service('a', {})]],
    [
      'Nothing leaks in 2 services; 1 service more: first verdicts in 4 minutes',
      [],
      [service('a'), service('b'), service('c', due(4))],
    ],
    ['Nothing leaks', [], [service('a')]],
    ['Nothing leaks, 1 gone', [OVER], [service('a')]],
    ['1 leak in checkout, 1 gone', [summaryOf(), OVER], [service('a', due(17))]],
    [
      '2 leaks in 2 services, 1 suspicion',
      [summaryOf(), summaryOf({ service: 'b' }), summaryOf({ tier: 'suspect' })],
      [],
    ],
    ['Nothing leaks', [summaryOf({ state: 'resolved' })], [service('a')]],
  ] as const)('%s', (said, findings, services) => expect(headline(findings, services, NOW)).toBe(said))

  test('never says that nothing leaks while nothing can be judged', () => {
    for (const minutes of [-5, 0, 1, 600])
      expect(headline([], [service('a', due(minutes))], NOW)).not.toContain('Nothing leaks')
  })
})
