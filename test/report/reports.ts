import type { Finding } from '#shared/finding/finding.ts'
import { type Report, reportOf, type ServiceHistory } from '#shared/report/report.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'

/** The Monday on which things are found. */
export const FROM = FOUND - 6 * HOUR
const TO = FROM + DAY

const hours = (countAt: (hour: number) => number | null): (number | null)[] =>
  Array.from({ length: 24 }, (_, hour) => countAt(hour))

/** A service with a snapshot every hour. */
export function historyOf(
  name: string,
  findings: readonly Finding[] = [],
  countAt: (hour: number) => number | null = (hour) => 100 + 5 * hour,
): ServiceHistory {
  const total = hours(countAt)
  const bySignature = new Map(
    findings.map(({ id }) => [id, total.map((n) => (n === null ? null : Math.max(0, n - 90)))]),
  )
  const processes = total.some((count) => count !== null) ? 2 : 0
  return {
    name,
    lastJudged: processes > 0 ? TO : undefined,
    findings,
    hourly: { total, bySignature, processes, covered: total.map((n) => n !== null) },
  }
}

export const report = (
  services: readonly ServiceHistory[],
  more: Partial<{ from: number; to: number; madeAt: number }> = {},
): Report =>
  reportOf({
    from: FROM,
    to: TO,
    madeAt: TO + 30 * 60_000,
    services,
    ownersOf: () => [],
    linkOf: ({ id, service }) => `https://tidemark.test/s/${encodeURIComponent(service)}/f/${id}`,
    ...more,
  })

const HOSTILE =
  '</h3><script>alert(1)</script>"onload=x [a](javascript:b) | `c` *d* _e_ <http://f> &amp; \u202e\nz'

/** One report a phenomenon. */
export const REPORTS: Readonly<Record<string, Report>> = {
  'a-busy-day': report([
    historyOf('checkout', [
      findingOf({
        verdict: {
          perHour: 7,
          limit: { what: 'file descriptors', limit: 65_536, hours: 216, soonest: 200, latest: null },
        },
      }),
      findingOf({
        id: '2222222222222222',
        firstFound: FOUND - 9 * DAY,
        verdict: { perHour: 1, cause: undefined },
      }),
    ]),
    historyOf('basket', [
      findingOf({
        id: '3333333333333333',
        service: 'basket',
        firstFound: FOUND - 3 * HOUR,
        verdict: { perHour: 90, tier: 'proven' },
        after: [{ to: 'escalating', reason: 'grows by 90 per hour in a process, 5.0 per hour before' }],
        assignee: 'Ada',
      }),
      findingOf({
        id: '4444444444444444',
        service: 'basket',
        firstFound: FOUND - 2 * DAY,
        verdict: { perHour: 30 },
        after: [
          { to: 'escalating', reason: 'grows by 30 per hour in a process, 5.0 per hour before', at: FOUND },
        ],
      }),
    ]),
    historyOf(
      'search',
      [
        findingOf({
          id: '5555555555555555',
          service: 'search',
          firstFound: FOUND - 2 * DAY,
          after: [{ to: 'resolved', reason: 'no growth in v1.4.3 for 30 h', at: FOUND + HOUR }],
        }),
        findingOf({ id: '6666666666666666', service: 'search', verdict: { tier: 'suspect' } }),
      ],
      (hour) => (hour > 7 && hour < 12 ? null : 40),
    ),
    historyOf('silent', [], () => null),
  ]),
  'nothing-to-report': report([historyOf('checkout', [], () => 100), historyOf('silent', [], () => null)]),
  'no-service': report([]),
  'nothing-known': report([historyOf('silent', [], () => null)]),
  'a-hostile-name': report([
    historyOf('team-a/<b>', [
      findingOf({
        service: 'team-a/<b>',
        named: HOSTILE,
        verdict: { cause: undefined },
        assignee: HOSTILE,
      }),
    ]),
  ]),
}
