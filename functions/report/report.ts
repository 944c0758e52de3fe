import * as v from 'valibot'
import { Report as ReportShape } from '#shared/api/answers/report.ts'
import { reportLink } from '#shared/delivery/link.ts'
import { type TellDeps, tellAll } from '#shared/delivery/tell.ts'
import { reportHtml } from '#shared/report/html.ts'
import { reportMarkdown } from '#shared/report/markdown.ts'
import { reportMessage } from '#shared/report/message.ts'
import { dayNamed, narrowed, type Report } from '#shared/report/report.ts'
import type { ReportStore } from '#shared/store/report-store.ts'
import type { Tenants } from '#shared/store/tenants.ts'
import { DAY } from '#shared/time.ts'
import { makeReport, type ReportDeps } from '../make-report.ts'

export interface DailyDeps extends ReportDeps, TellDeps {
  readonly tenants: Tenants
  readonly reports: ReportStore
}

/** What one run did. */
export interface DailyRun {
  readonly date: string
  /** Tenants with a report of that day, made now or before. */
  readonly reports: number
  readonly failures: readonly string[]
}

/**
 * Makes the report of yesterday (UTC) for every tenant that had services then, stores it and tells of it.
 *
 * A run that is repeated stores nothing anew and tells only whom nobody has told yet. A tenant that fails is left to the
 * next run and does not keep the others from theirs.
 */
export async function reportYesterday(deps: DailyDeps, now: number): Promise<DailyRun> {
  const date = new Date(now - DAY).toISOString().slice(0, 10)
  let reports = 0
  const failures: string[] = []
  for await (const tenant of deps.tenants.all()) {
    try {
      const report = await keptReport(deps, tenant, date, now)
      if (report === undefined) continue
      reports++
      const link = reportLink(deps.publicUrl, date)
      const told = await tellAll(
        deps,
        tenant,
        (webhook) => reportMessage(narrowed(report, coveredBy(webhook?.servicePrefix), webhook?.owner), link),
        now,
      )
      failures.push(...told.failures)
    } catch (error) {
      failures.push(`the report of ${tenant} failed: ${error}`)
    }
  }
  return { date, reports, failures }
}

const coveredBy =
  (prefix = '') =>
  (service: string): boolean =>
    service.startsWith(prefix)

/** The report of a day as it is kept, made if it is not; undefined where there was no service yet. */
async function keptReport(
  deps: Omit<DailyDeps, 'tenants'>,
  tenant: string,
  date: string,
  now: number,
): Promise<Report | undefined> {
  const known = (await deps.reports.get(tenant, date, 'json')) ?? (await made(deps, tenant, date, now))
  if (known === undefined) return undefined
  const report = read(known)
  await deps.reports.render(tenant, date, { html: reportHtml(report), md: reportMarkdown(report) })
  return report
}

async function made(
  deps: Omit<DailyDeps, 'tenants'>,
  tenant: string,
  date: string,
  now: number,
): Promise<string | undefined> {
  const day = dayNamed(date)
  if (day === undefined) throw new Error(`${date} is no date`)
  const report = await makeReport(deps, tenant, day, deps.publicUrl, now)
  return report.services.length === 0 ? undefined : deps.reports.keep(tenant, date, JSON.stringify(report))
}

const read = (json: string): Report => v.parse(v.pipe(v.string(), v.parseJson(), ReportShape), json)
