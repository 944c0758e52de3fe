import { describe, expect, test } from 'vitest'
import { arranged, type Entry } from '#ui/inbox/arrange.ts'
import type { Reader } from '#ui/inbox/filter.ts'
import { NOW, summaryOf } from './summary.ts'

const READER: Reader = { mine: [], since: NOW - 3_600_000 }
const ago = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString()

const FINDINGS = [
  summaryOf({ id: 'aa@web', service: 'web', perHour: 5, firstFound: ago(50) }),
  summaryOf({ id: 'bb@api', service: 'api', perHour: 90, firstFound: ago(9), changedAt: ago(0.5) }),
  summaryOf({ id: 'aa@api', service: 'api', perHour: 20, processes: { growing: 3, of: 3, names: [] } }),
  summaryOf({ id: 'cc@web', service: 'web', seen: 'fixed', growsNow: false, cause: null }),
]

const lines = (entries: readonly Entry[]): string[] =>
  entries.map((entry) =>
    entry.is === 'finding'
      ? entry.finding.id
      : entry.is === 'section'
        ? `${entry.section} ${entry.many}`
        : `${entry.group.title} ${entry.group.services} ${entry.group.perHour}`,
  )

describe('the list', () => {
  test('has sections, in the order of severity that the API gives', () => {
    expect(lines(arranged(FINDINGS, { sort: 'severity', group: 'none' }, READER))).toEqual([
      'new 1',
      'bb@api',
      'open 2',
      'aa@web',
      'aa@api',
      'fixed 1',
      'cc@web',
    ])
  })

  test.each([
    ['rate', ['aa@api', 'aa@web']],
    ['oldest', ['aa@web', 'aa@api']],
    ['newest', ['aa@api', 'aa@web']],
    ['service', ['aa@api', 'aa@web']],
  ] as const)('sorts by %s within them', (sort, ids) => {
    expect(lines(arranged(FINDINGS, { sort, group: 'none' }, READER)).slice(3, 5)).toEqual(ids)
  })

  test('makes one group of a leak in several services, and shows what is in it once it is opened', () => {
    const cause = 'An http.Transport per request'
    expect(lines(arranged(FINDINGS, { sort: 'severity', group: 'cause' }, READER))).toEqual([
      `${cause} 2 155`,
      'main.(*prices).fetch 1 0',
    ])
    const byStack = arranged(FINDINGS, { sort: 'rate', group: 'stack' }, READER, new Set(['stack aa']))
    expect(lines(byStack)).toEqual([
      `${cause} 1 90`,
      `${cause} 2 65`,
      'aa@api',
      'aa@web',
      'main.(*prices).fetch 1 0',
    ])
  })
})
