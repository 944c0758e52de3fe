import { describe, expect, test } from 'vitest'
import { facetsOf, filtered, ownersOf, type Reader, sectionOf } from '#ui/inbox/filter.ts'
import { parseQuery } from '#ui/inbox/query.ts'
import type { Summary } from '#ui/tier.tsx'
import { NOW, summaryOf } from './summary.ts'

const READER: Reader = { mine: ['@payments'], since: NOW - 3_600_000 }

const FINDINGS = [
  summaryOf({ id: 'a@payments/api', service: 'payments/api', owners: ['@payments', '@ada'], tier: 'proven' }),
  summaryOf({ id: 'b@payments/ledger', service: 'payments/ledger', assignee: 'Grace', version: null }),
  summaryOf({ id: 'c@cart', service: 'cart', cause: null, changedAt: new Date(NOW - 60_000).toISOString() }),
  summaryOf({ id: 'd@cart', service: 'cart', seen: 'fixed', owners: ['@cart'] }),
  summaryOf({ id: 'e@cart', service: 'cart', state: 'regressed', tier: 'suspect', place: 'db.Open' }),
]

const found = (written: string): string =>
  filtered(FINDINGS, parseQuery(written), READER)
    .map(({ id }) => id[0])
    .join('')

describe('findings are filtered', () => {
  test.each([
    ['', 'abcde'],
    ['tier:proven', 'a'],
    ['tier:proven tier:suspect', 'ae'],
    ['service:payments/*', 'ab'],
    ['service:payments', ''],
    ['service:CART is:new', 'c'],
    ['is:fixed', 'd'],
    ['is:regressed is:open', 'abe'],
    ['owner:me', 'a'],
    ['owner:@ada', 'a'],
    ['owner:grace', 'b'],
    ['owner:none', 'ce'],
    ['cause:2', 'abde'],
    ['cause:unknown', 'c'],
    ['version:v1.4.2 tier:suspect', 'e'],
    ['transport', 'abde'],
    ['PER request cart', 'de'],
    ['"http.Transport per" tier:proven', 'a'],
    ['nothing like it', ''],
  ])('%s: %s', (written, ids) => expect(found(written)).toBe(ids))
})

test('an assignee is named before the owners, and once', () => {
  expect(ownersOf(summaryOf({ assignee: 'Ada', owners: ['@x', 'Ada'] }))).toEqual(['Ada', '@x'])
})

test.each([
  [{ state: 'archived' }, 'closed'],
  [{ state: 'intended', seen: 'gone' }, 'closed'],
  [{ state: 'resolved' }, 'fixed'],
  [{ seen: 'gone', state: 'regressed' }, 'fixed'],
  [{ changedAt: new Date(NOW).toISOString() }, 'new'],
  [{}, 'open'],
] as const satisfies [Partial<Summary>, string][])(
  'a finding with %j stands among the %s ones',
  (more, section) => {
    expect(sectionOf(summaryOf(more), READER)).toBe(section)
  },
)

test('facets count what there is, the most first', () => {
  const { service, tier, cause } = facetsOf(FINDINGS, READER)
  expect(service.map(({ value, many }) => `${value} ${many}`)).toEqual([
    'cart 3',
    'payments/api 1',
    'payments/ledger 1',
  ])
  expect(tier[0]).toMatchObject({ value: 'probable', many: 3 })
  expect(cause[0]).toEqual({ value: '2', many: 4, says: 'An http.Transport per request' })
})
