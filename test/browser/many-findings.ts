import type { Page } from 'playwright-core'
import type * as v from 'valibot'
import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { ServicePage } from '#shared/api/answers/service.ts'
import { DAY, HOUR } from '#shared/time.ts'

/** Answers of the API for inboxes that a test stack is too small for. */

export type Finding = v.InferOutput<typeof FindingPage>['items'][number]
export type Service = v.InferOutput<typeof ServicePage>['items'][number]

const CAUSES = [
  [
    '2',
    'An http.Transport per request, without IdleConnTimeout',
    'http.Transport.dial',
    'Build one http.Client and share it.',
  ],
  ['11', 'sql.Open per query', 'database/sql.OpenDB', 'Open the database once.'],
  ['122', 'An elastic client per call', 'elastic.(*Client).sniffer', 'Make one client and stop it.'],
  ['80', 'A ticker loop without an exit', 'main.(*poller).loop', 'Select on a done channel, too.'],
] as const
const SERVICES = [
  'payments/checkout',
  'payments/ledger',
  'search/suggest',
  'media/report-api',
  'cart',
  'crm-export',
]
const OWNERS = [['@payments'], ['@payments', '@ada'], ['@search'], [], ['@cart'], ['@crm']] as const

const at = (ago: number): string => new Date(Date.now() - ago).toISOString()

/** Findings of several services, teams and causes: most go on, some are new, one is back, some are fixed. */
export const findingsLike = (one: Finding, many: number): Finding[] =>
  Array.from({ length: many }, (_, i) => {
    const [id, title, place, fix] = CAUSES[i % CAUSES.length] ?? CAUSES[0]
    const service = `${SERVICES[i % SERVICES.length]}${i < 6 ? '' : `-${Math.floor(i / 6)}`}`
    const isOver = i % 20 === 19
    const perHour = isOver ? 0 : Math.round((900 / (i + 1)) * 10) / 10
    return {
      ...one,
      id: `${(i % 8).toString(16).padStart(16, '0')}@${service}`,
      service,
      state: i % 17 === 16 ? 'regressed' : i < 3 ? 'new' : 'ongoing',
      tier: i % 3 === 2 ? 'suspect' : i % 5 === 0 ? 'proven' : 'probable',
      cause: i % 7 === 6 ? null : { id, title, fix },
      place,
      owners: [...(OWNERS[i % OWNERS.length] ?? [])],
      assignee: null,
      seen: isOver ? 'fixed' : 'growing',
      growsNow: !isOver,
      healed: isOver ? { version: 'v3.0.0', at: at(14 * HOUR), hours: 14 } : null,
      perHour,
      rate: { perHour, low95: perHour, high95: perHour },
      processes: { growing: 1 + (i % 3), of: 4, names: [] },
      since: at((i + 1) * 7 * HOUR),
      firstFound: at(i < 3 ? 2 * HOUR : (i + 1) * 7 * HOUR - HOUR),
      changedAt: at(i < 3 ? 2 * HOUR : 3 * DAY),
      water: one.water.map((level, k) => (isOver && k > 18 ? 3 : level + i * (k % 3))),
    }
  })

/** A service that is judged, and one that cannot be yet. */
export const quietService = (name: string): Service => ({
  name,
  firstSeen: at(9 * DAY),
  lastJudged: at(40_000),
  openFindings: 0,
  watched: 28,
  running: { processes: 3, goroutines: 412 },
  learning: null,
})

export const learningService = (
  name: string,
  snapshots: number,
  more: Partial<Service['learning']> = {},
): Service => ({
  ...quietService(name),
  firstSeen: at(snapshots * 60_000),
  running: { processes: 1, goroutines: 118 + 29 * snapshots },
  learning: {
    snapshots,
    needed: 24,
    everySeconds: 60,
    firstVerdictAt: new Date(Date.now() + (24 - snapshots) * 60_000).toISOString(),
    rising: [
      {
        signature: 'a'.repeat(16),
        place: 'main.(*prices).fetch',
        from: 2,
        to: 2 + 29 * snapshots,
        perHour: 1_740,
      },
    ],
    ...more,
  },
})

/** Lets the page have these findings and services, in pages as the API gives them. */
export async function answerWith(
  page: Page,
  findings: readonly Finding[],
  services: readonly Service[] = [quietService('quiet-1'), quietService('quiet-2')],
  resolved: readonly Finding[] = [],
): Promise<void> {
  await page.route('**/v1/services?*', (route) => route.fulfill({ json: { items: services } }))
  await page.route('**/v1/findings?*', (route) => {
    const query = new URL(route.request().url()).searchParams
    const all = query.get('state') === 'resolved' ? resolved : findings
    const from = Number(query.get('cursor') ?? 0)
    const to = Math.min(all.length, from + Number(query.get('limit')))
    const items = all.slice(from, to)
    return route.fulfill({ json: to < all.length ? { items, next: String(to) } : { items } })
  })
  await page.reload()
}
