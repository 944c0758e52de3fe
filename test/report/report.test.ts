import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Report as ReportShape } from '#shared/api/answers/report.ts'
import { dayNamed, lastHours, narrowed } from '#shared/report/report.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'
import { FROM, historyOf, REPORTS, report } from './reports.ts'

const busy = REPORTS['a-busy-day'] ?? report([])

describe('a report', () => {
  test('tells new, worse, standing and resolved apart', () => {
    expect(Object.fromEntries(busy.findings.map(({ id, change }) => [id[0], change]))).toEqual({
      1: 'new',
      2: 'standing',
      3: 'new',
      4: 'worse',
      5: 'resolved',
      6: 'new',
    })
  })

  test('begins with what is most severe; what is over or only suspected is no task', () => {
    expect(busy.first.map((id) => id[0])).toEqual(['3', '4', '1', '2'])
  })

  test('is JSON of the shape that the API says', () => {
    for (const each of Object.values(REPORTS))
      expect(v.parse(ReportShape, JSON.parse(JSON.stringify(each)))).toEqual(JSON.parse(JSON.stringify(each)))
  })

  test('is of the day of its last hour', () => {
    expect(busy.date).toBe('2026-09-07')
  })

  test('has of each service how much of the time is covered, and what was found', () => {
    expect(
      busy.services.map(({ name, covered: { hours }, leaks, unsure }) => [name, hours, leaks, unsure]),
    ).toEqual([
      ['checkout', 24, 2, 0],
      ['basket', 24, 2, 0],
      ['search', 20, 0, 1],
      ['silent', 0, 0, 0],
    ])
  })

  test('says nothing of what was put aside, ended before or came later', () => {
    const findings = [
      findingOf({ after: [{ to: 'archived', reason: 'archived', by: 'Ada' }] }),
      findingOf({ firstFound: FROM - 2 * DAY, after: [{ to: 'resolved', reason: 'gone' }] }),
      findingOf({ firstFound: FROM + DAY }),
    ]
    expect(report([historyOf('checkout', findings)]).findings).toEqual([])
  })

  test('tells of what a person resolved, too', () => {
    const finding = findingOf({
      firstFound: FROM - DAY,
      after: [{ to: 'resolved', reason: 'done', by: 'Ada', at: FOUND }],
    })
    expect(report([historyOf('checkout', [finding])]).findings).toMatchObject([
      { change: 'resolved', events: [] },
    ])
  })

  test('adds up the twins of a leak', () => {
    const finding = findingOf()
    const twin = { ...finding.verdict.members[0], signature: '9'.repeat(16) }
    const service = historyOf('checkout', [
      { ...finding, verdict: { ...finding.verdict, members: [finding.verdict.members[0], twin] } },
    ])
    const counts = service.hourly.bySignature.get(finding.id) ?? []
    const hourly = {
      ...service.hourly,
      bySignature: new Map([
        [finding.id, counts],
        ['9'.repeat(16), counts],
      ]),
    }
    expect(report([{ ...service, hourly }]).findings[0]?.hourly[0]).toBe(20)
  })
})

describe('the hours of a report', () => {
  const MADE = FROM + 23 * HOUR + 12 * 60_000
  const made = (total: readonly (number | null)[], covered = total.map((n) => n !== null)) => {
    const service = historyOf('checkout')
    const hourly = { ...service.hourly, total, covered }
    return report([{ ...service, hourly }], { madeAt: MADE }).services[0]?.covered
  }
  const all = Array.from({ length: 24 }, () => 5)

  test('do not miss the one that is running', () => {
    expect(made(all.map((n, hour) => (hour === 23 ? null : n)))).toEqual({ hours: 23, of: 23 })
    expect(made(all)).toEqual({ hours: 24, of: 24 })
  })

  test('miss one that is over, unless no profile was due in it', () => {
    const gap = all.map((n, hour) => (hour === 7 ? null : n))
    expect(made(gap)).toEqual({ hours: 23, of: 24 })
    expect(
      made(
        gap,
        all.map(() => true),
      ),
    ).toEqual({ hours: 24, of: 24 })
  })
})

test('a leak that is fixed is told as fixed, and is no task', () => {
  const verdict = {
    seen: 'fixed',
    count: 0,
    most: 59,
    processes: { growing: 0, of: 2, names: [] },
    healed: { version: 'v3.0.0', at: FROM - 2 * DAY - 23 * HOUR, hours: 27 },
  } as const
  const told = report([historyOf('checkout', [findingOf({ verdict })])])
  expect(told.findings).toMatchObject([
    {
      headline: 'checkout: Fixed in v3.0.0, 4 days ago; 59 at most',
      advice: 'Nothing to do: it does not grow any more.',
      seen: 'fixed',
      goroutines: 0,
      most: 59,
    },
  ])
  expect(told.first).toEqual([])
})

describe('a narrowed report', () => {
  const narrow = narrowed(busy, (service) => service === 'search')

  test('has of other services not even the name', () => {
    expect(JSON.stringify(narrow)).not.toMatch(/checkout|basket|silent/)
  })

  test('has its own tasks', () => {
    expect(narrow.first).toEqual([])
    expect(narrowed(busy, (service) => service === 'checkout').first.map((id) => id[0])).toEqual(['1', '2'])
  })
})

describe('the time of a report', () => {
  test('is a whole day by its date', () => {
    expect(dayNamed('2026-09-07')).toEqual({ from: FROM, to: FROM + DAY })
  })

  test.each(['2026-02-30', '2026-13-01', '26-09-07', '2026-09-07T00', '', '..'])('is none by %j', (date) => {
    expect(dayNamed(date)).toBeUndefined()
  })

  test('is 24 hours up to the one that has begun, without a date', () => {
    const now = FOUND + 12 * 60_000
    expect(lastHours(now)).toEqual({ from: FOUND + HOUR - DAY, to: FOUND + HOUR })
  })
})
