import * as v from 'valibot'
import { count, instant, pageOf } from './common.ts'
import { figures } from './figures.ts'

const hourly = v.pipe(
  v.array(v.nullable(count)),
  v.description('Goroutines at the end of each hour; null for an hour without a profile'),
)

const Finding = v.object({
  id: v.string(),
  service: v.string(),
  change: v.picklist(['new', 'worse', 'resolved', 'standing']),
  state: v.picklist(['new', 'ongoing', 'escalating', 'resolved', 'regressed', 'archived', 'intended']),
  tier: v.picklist(['proven', 'probable', 'suspect', 'watch']),
  headline: v.string(),
  advice: v.string(),
  cause: v.nullable(v.object({ id: v.string(), title: v.string() })),
  ...figures,
  limit: v.nullable(v.object({ what: v.string(), limit: v.number(), hours: v.number() })),
  assignee: v.nullable(v.string()),
  // Reports from before 2026-11-30 have none.
  owners: v.exactOptional(v.array(v.string()), []),
  events: v.array(
    v.object({
      at: instant,
      kind: v.picklist(['new', 'escalating', 'regressed', 'resolved']),
      reason: v.string(),
    }),
  ),
  hourly,
  link: v.nullable(v.string()),
})

const Service = v.object({
  name: v.string(),
  processes: count,
  covered: v.object({ hours: count, of: count }),
  lastJudged: v.nullable(instant),
  leaks: count,
  unsure: count,
  hourly,
})

/** A report as it is stored and answered. */
export const Report = v.object({
  date: v.string(),
  from: instant,
  to: instant,
  madeAt: instant,
  first: v.pipe(v.array(v.string()), v.description('Ids of the findings to begin with')),
  findings: v.array(Finding),
  services: v.array(Service),
})

export const ReportPage = pageOf(
  v.object({
    date: v.string(),
    links: v.object({ json: v.string(), html: v.string(), md: v.string() }),
  }),
)
