import { type Finding, isOpen } from '#shared/finding/finding.ts'
import { adviceOf } from '#shared/notice/advice.ts'
import { isLeak, type NoticeKind, toldTransitions } from '#shared/notice/transition.ts'
import { DAY, HOUR, iso } from '#shared/time.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { headline } from '#shared/verdict/judge/explain.ts'
import { type FiguresJson, figuresJson } from '#shared/verdict/judge/figures-json.ts'
import { severity } from '#shared/verdict/judge/severity.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'
import { added, type Hourly, type HourlyCounts } from './hourly.ts'

/** What became of a finding in the time of a report. */
export type Change = 'new' | 'worse' | 'resolved' | 'standing'

/** One step in the life of a finding. */
export interface ReportEvent {
  readonly at: string
  readonly kind: NoticeKind
  readonly reason: string
}

/** A finding as a report shows it: JSON, times RFC 3339 in UTC. */
export interface ReportFinding extends FiguresJson {
  /** `<signature>@<service>` */
  readonly id: string
  readonly service: string
  readonly change: Change
  readonly state: Finding['state']
  readonly tier: Tier
  readonly headline: string
  /** What to do about it, a sentence. */
  readonly advice: string
  readonly cause: { readonly id: string; readonly title: string } | null
  /** When a limit is reached at this rate. */
  readonly limit: { readonly what: string; readonly limit: number; readonly hours: number } | null
  readonly assignee: string | null
  readonly owners: readonly string[]
  readonly events: readonly ReportEvent[]
  /** Goroutines at the end of each hour. */
  readonly hourly: HourlyCounts
  /** Its place in the page; null where no page is known. */
  readonly link: string | null
}

/** A service in the time of a report. */
export interface ReportService {
  readonly name: string
  /** Processes with a snapshot. */
  readonly processes: number
  /** Hours with a snapshot, of all. */
  readonly covered: { readonly hours: number; readonly of: number }
  readonly lastJudged: string | null
  /** Findings that are proven or probable, and those that are less sure. */
  readonly leaks: number
  readonly unsure: number
  readonly hourly: HourlyCounts
}

/** What the time between two instants brought, as JSON. */
export interface Report {
  /** `2026-09-07`, the day of its end. */
  readonly date: string
  readonly from: string
  readonly to: string
  readonly madeAt: string
  /** Ids of findings, what to do first at the front. */
  readonly first: readonly string[]
  /** The most severe first. */
  readonly findings: readonly ReportFinding[]
  /** By name. */
  readonly services: readonly ReportService[]
}

/** All that is known of a service in the time of a report. */
export interface ServiceHistory {
  readonly name: string
  readonly lastJudged: number | undefined
  readonly findings: readonly Finding[]
  readonly hourly: Hourly
}

export interface ReportInput {
  /** Start of an hour. */
  readonly from: number
  readonly to: number
  readonly madeAt: number
  readonly services: readonly ServiceHistory[]
  /** Address of a finding's page, undefined where none is known. */
  readonly linkOf: (finding: Finding) => string | undefined
  readonly ownersOf: (finding: Finding) => readonly string[]
}

/** How many tasks a reader can take home. */
const MOST_FIRST = 5

/** The report on findings as they stand now, with what befell them between two instants. */
export function reportOf({ from, to, madeAt, services, linkOf, ownersOf }: ReportInput): Report {
  const found = services
    .flatMap(({ findings, hourly }) => findings.map((finding) => ({ finding, hourly })))
    .toSorted((a, b) => severity(b.finding.verdict) - severity(a.finding.verdict))
  const findings = found.flatMap(({ finding, hourly }) => {
    const change = changeOf(finding, from, to)
    return change === undefined
      ? []
      : [findingOf(finding, change, { from, to, madeAt, hourly, linkOf, ownersOf })]
  })
  return {
    date: iso(to - 1).slice(0, 10),
    from: iso(from),
    to: iso(to),
    madeAt: iso(madeAt),
    first: firstOf(findings),
    findings,
    services: services.map((service) => serviceOf(service, findings, { from, madeAt })),
  }
}

/**
 * The report on some of the services: of the others it says nothing, not even that they are there.
 *
 * @param owner of the findings, undefined: of all
 */
export function narrowed(report: Report, isWanted: (service: string) => boolean, owner?: string): Report {
  const findings = report.findings.filter(
    ({ service, owners }) => isWanted(service) && (owner === undefined || owners.includes(owner)),
  )
  const services = report.services.filter(({ name }) => isWanted(name))
  return { ...report, first: firstOf(findings), findings, services }
}

const firstOf = (findings: readonly ReportFinding[]): string[] =>
  findings
    .filter((finding) => isLeak(finding) && finding.change !== 'resolved' && !isOver(finding))
    .slice(0, MOST_FIRST)
    .map(({ id }) => id)

/** Nothing is left to do. */
const isOver = ({ seen }: ReportFinding): boolean => seen === 'gone' || seen === 'fixed'

/** undefined: nothing to tell, it is over or was not there yet. */
function changeOf(finding: Finding, from: number, to: number): Change | undefined {
  if (finding.firstFound >= to) return undefined
  const kinds = toldTransitions(finding, from, to).map(({ kind }) => kind)
  if (!isOpen(finding))
    return finding.state === 'resolved' && endedIn(finding, from, to) ? 'resolved' : undefined
  if (kinds.includes('new') || finding.firstFound >= from) return 'new'
  return kinds.includes('escalating') || kinds.includes('regressed') ? 'worse' : 'standing'
}

/** Whoever ended it, a person or the judge. */
const endedIn = ({ history }: Finding, from: number, to: number): boolean =>
  history.some(({ at, to: state }) => state === 'resolved' && at >= from && at < to)

interface Context extends Pick<ReportInput, 'from' | 'to' | 'madeAt' | 'linkOf' | 'ownersOf'> {
  readonly hourly: Hourly
}

function findingOf(
  finding: Finding,
  change: Change,
  { from, to, madeAt, hourly, linkOf, ownersOf }: Context,
): ReportFinding {
  const { id, service, state, assignee } = finding
  const verdict = asOf(finding.verdict, madeAt)
  const { tier, cause, limit, members } = verdict
  const nothing: HourlyCounts = hourly.total.map(() => null)
  return {
    id: `${id}@${service}`,
    service,
    change,
    state,
    tier,
    headline: headline(service, verdict, madeAt),
    advice: adviceOf(verdict),
    cause: cause === undefined ? null : { id: cause.id, title: cause.title },
    ...figuresJson(verdict, madeAt),
    limit: limit === undefined ? null : { what: limit.what, limit: limit.limit, hours: limit.hours },
    assignee: assignee ?? null,
    owners: ownersOf(finding),
    events: toldTransitions(finding, from, to).map(({ at, kind, reason }) => ({ at: iso(at), kind, reason })),
    hourly: members.map(({ signature }) => hourly.bySignature.get(signature) ?? nothing).reduce(added),
    link: linkOf(finding) ?? null,
  }
}

function serviceOf(
  { name, lastJudged, hourly }: ServiceHistory,
  findings: readonly ReportFinding[],
  period: Pick<ReportInput, 'from' | 'madeAt'>,
): ReportService {
  const open = findings.filter(({ service, change }) => service === name && change !== 'resolved')
  return {
    name,
    processes: hourly.processes,
    covered: coveredOf(hourly, period),
    lastJudged: lastJudged === undefined ? null : iso(lastJudged),
    leaks: open.filter(isLeak).length,
    unsure: open.filter((finding) => !isLeak(finding)).length,
    hourly: hourly.total,
  }
}

/**
 * Hours in which a process ran. The hour that is running is not missing: its profiles may still come.
 */
function coveredOf(
  { total, covered }: Hourly,
  { from, madeAt }: Pick<ReportInput, 'from' | 'madeAt'>,
): ReportService['covered'] {
  const isOver = (hour: number): boolean => from + (hour + 1) * HOUR <= madeAt
  const ran = total.map((count, hour) => count !== null || covered[hour] === true)
  const counted = ran.filter((did, hour) => did || isOver(hour))
  return { hours: counted.filter(Boolean).length, of: counted.length }
}

/** The whole day (UTC) that a date names, as milliseconds since the epoch; undefined where it names none. */
export function dayNamed(date: string): { readonly from: number; readonly to: number } | undefined {
  const from = Date.parse(`${date}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(date) && Number.isFinite(from) && iso(from).startsWith(date)
    ? { from, to: from + DAY }
    : undefined
}

/** The last 24 whole hours and the one that has begun. */
export const lastHours = (now: number): { readonly from: number; readonly to: number } => {
  const to = Math.floor(now / HOUR) * HOUR + HOUR
  return { from: to - DAY, to }
}
