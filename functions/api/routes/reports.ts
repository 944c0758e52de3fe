import type { Context } from 'hono'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import * as v from 'valibot'
import { covers } from '#shared/access/grant.ts'
import { Report as ReportShape } from '#shared/api/answers/report.ts'
import { Rejection } from '#shared/api/reason.ts'
import { NewReportQuery, ReportQuery } from '#shared/api/report-schema.ts'
import { PageQuery, readQuery } from '#shared/api/schema.ts'
import { dayNamed, lastHours, narrowed, type Report } from '#shared/report/report.ts'
import { REPORT_FORMS, type ReportForm } from '#shared/store/report-store.ts'
import { DAY, iso } from '#shared/time.ts'
import { makeReport } from '../../make-report.ts'
import { lostCursor, pageOf, readCursor } from '../answer/list-page.ts'
import type { ApiDeps, ApiEnv, Caller, Guard } from '../api-deps.ts'

/** Services of a report that is made while its reader waits. */
const MOST_SERVICES = 200

/** `/v1/reports`: what each day brought. A token for some services reads of those alone. */
export function reportRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
    .get('/', guard('read'), async (c) => {
      const { limit, cursor } = readQuery(PageQuery, c.req.query())
      const dates = await deps.reports.dates(c.get('caller').tenant)
      const page = await pageOf(datesBehind(dates, readCursor(cursor)), limit, (date) => date)
      return c.json({ ...page, items: page.items.map((date) => ({ date, links: linksOf(date) })) })
    })
    .post('/', guard('admin'), async (c) => {
      const { service, date, format } = readQuery(NewReportQuery, c.req.query())
      const caller = c.get('caller')
      const period = date === undefined ? lastHours(deps.now()) : admitDay(date, deps)
      const wanted = { isWanted: wantedBy(caller, service), most: MOST_SERVICES }
      const { origin } = new URL(c.req.url)
      return answerAs(format, c, await makeReport(deps, caller.tenant, period, origin, deps.now(), wanted))
    })
  for (const form of REPORT_FORMS)
    routes.get(`/:date{[^/]+\\.${form}}`, guard('read'), etag(), (c) => one(deps, c, form, form.length + 1))
  return routes.get('/:date', guard('read'), etag(), (c) => one(deps, c, 'json', 0))
}

/** @param ending characters of the path behind the date */
async function one(
  { reports }: ApiDeps,
  c: Context<ApiEnv>,
  form: ReportForm,
  ending: number,
): Promise<Response> {
  const { service } = readQuery(ReportQuery, c.req.query())
  const caller = c.get('caller')
  const named = c.req.param('date') ?? ''
  const date = named.slice(0, named.length - ending)
  const isWanted = wantedBy(caller, service)
  const stored = dayNamed(date) === undefined ? undefined : await reports.get(caller.tenant, date, 'json')
  if (stored === undefined) {
    throw new Rejection(
      'unknown-report',
      'There is no report of that day; GET /v1/reports lists those that are, POST makes one now.',
      { actual: date.slice(0, 200) },
    )
  }
  const report = v.parse(v.pipe(v.string(), v.parseJson(), ReportShape), stored)
  return answerAs(form, c, narrowed(report, isWanted))
}

/** What a token may see and a reader asked for. @throws Rejection `forbidden` */
function wantedBy({ mayTouch, grant }: Caller, service: string | undefined): (name: string) => boolean {
  if (service !== undefined) mayTouch(service)
  return (name) => (service === undefined ? covers(grant, name) : name === service)
}

async function answerAs(form: ReportForm, c: Context<ApiEnv>, report: Report): Promise<Response> {
  if (form === 'json') return c.json(report)
  if (form === 'md') {
    const { reportMarkdown } = await import('#shared/report/markdown.ts')
    return c.body(reportMarkdown(report), 200, { 'content-type': 'text/markdown; charset=utf-8' })
  }
  const { REPORT_POLICY, reportHtml } = await import('#shared/report/html.ts')
  return c.body(reportHtml(report), 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': REPORT_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
}

/** @throws Rejection `bad-parameter` for a day that has not begun, or that nothing is kept of */
function admitDay(date: string, { now, retentionDays }: ApiDeps) {
  const day = dayNamed(date)
  const earliest = now() - retentionDays * DAY
  if (day === undefined || day.from > now() || day.to < earliest) {
    throw new Rejection(
      'bad-parameter',
      `The parameter date must be from ${dateOf(earliest)} to ${dateOf(now())}, as long as counts are kept.`,
      { limit: dateOf(now()), actual: date },
    )
  }
  return day
}

const dateOf = (at: number): string => iso(at).slice(0, 10)

const linksOf = (date: string) => ({
  json: `/v1/reports/${date}.json`,
  html: `/v1/reports/${date}.html`,
  md: `/v1/reports/${date}.md`,
})

/** Newest first, behind the named one. */
function datesBehind(dates: readonly string[], after: string | undefined): readonly string[] {
  if (after === undefined) return dates
  if (!dates.includes(after)) throw lostCursor()
  return dates.slice(dates.indexOf(after) + 1)
}
