import { counted, duration, grouped, moment as momentOf } from '#shared/verdict/model/words.ts'
import type { Report, ReportFinding, ReportService } from './report.ts'

/** The words of a report that its forms share; what stands in them is not escaped yet. */

/** A part of a report, with the findings in it. */
export interface Section {
  readonly title: string
  readonly findings: readonly ReportFinding[]
}

/** Findings by what became of them, without the parts that are empty. */
export const sectionsOf = ({ findings }: Report): Section[] =>
  (
    [
      ['New', 'new'],
      ['Got worse', 'worse'],
      ['As before', 'standing'],
      ['Resolved', 'resolved'],
    ] as const
  )
    .map(([title, change]) => ({ title, findings: findings.filter((finding) => finding.change === change) }))
    .filter((section) => section.findings.length > 0)

/** The findings to begin with. */
export const firstOf = ({ first, findings }: Report): ReportFinding[] =>
  first.flatMap((id) => findings.find((finding) => finding.id === id) ?? [])

/** `2 new, 1 worse, 3 resolved`, or that there is nothing, or that nothing is known. */
export function summaryOf(report: Report): string {
  const { findings } = report
  const told = (['new', 'worse', 'standing', 'resolved'] as const).flatMap((change) => {
    const n = findings.filter((finding) => finding.change === change).length
    return n === 0 ? [] : [`${n} ${WORD[change]}`]
  })
  if (told.length > 0) return told.join(', ')
  return isSilent(report) ? 'nothing is known' : 'nothing to report'
}

const isSilent = ({ services }: Report): boolean => services.every(({ covered }) => covered.hours === 0)

/** What stands in place of findings where there is none. */
export const calmOf = (report: Report): string =>
  isSilent(report)
    ? 'Nothing is known: no profile came in.'
    : 'Nothing to report: no finding is open, and none was resolved.'

const WORD = { new: 'new', worse: 'worse', standing: 'as before', resolved: 'resolved' } as const

/** What the report rests on, so that silence is not taken for health. */
export function coverageOf({ services }: Report): string[] {
  if (services.length === 0) return ['No service has ever sent a profile.']
  const of = services.length
  const silent = services.filter(({ covered }) => covered.hours === 0)
  const gaps = services.filter(({ covered }) => covered.hours > 0 && covered.hours < covered.of)
  const unjudged = services.filter(({ lastJudged, covered }) => lastJudged === null && covered.hours > 0)
  return [
    `${of - silent.length} of ${counted(of, 'service')} sent profiles.`,
    ...named(silent, 'sent no profile:', () => ''),
    ...named(
      gaps,
      'sent no profile in some hours:',
      ({ covered }) => ` (${covered.hours} of ${covered.of} h)`,
    ),
    ...named(unjudged, 'not judged yet:', () => ''),
  ]
}

/** Names said in full; more of them are counted. */
const MOST_NAMES = 20

function named(
  services: readonly ReportService[],
  what: string,
  more: (service: ReportService) => string,
): string[] {
  if (services.length === 0) return []
  const names = services.slice(0, MOST_NAMES).map((service) => service.name + more(service))
  const rest = services.length > MOST_NAMES ? ` and ${services.length - MOST_NAMES} more` : ''
  return [`${counted(services.length, 'service')} ${what} ${names.join(', ')}${rest}.`]
}

/** Figures of a finding beside its headline. */
export function factsOf(finding: ReportFinding): string[] {
  const { tier, state, cause, limit, assignee, owners } = finding
  return [
    `${tier}, ${state}`,
    ...(cause === null ? [] : [`entry ${cause.id}: ${cause.title}`]),
    ...(limit === null
      ? []
      : [`${limit.limit.toLocaleString('en-US')} ${limit.what} in ${duration(limit.hours)}`]),
    ...(assignee === null ? [] : [`assigned to ${assignee}`]),
    ...(owners.length === 0 ? [] : [`owned by ${owners.join(' ')}`]),
  ]
}

/** First and last count of a service: `1,204 → 1,492`; undefined where nothing came in. */
export function trendOf({ hourly }: Pick<ReportService, 'hourly'>): string | undefined {
  const counts = hourly.filter((count) => count !== null)
  const [first, last] = [counts[0], counts.at(-1)]
  if (first === undefined || last === undefined) return undefined
  return counts.length === 1 ? grouped(last) : `${grouped(first)} → ${grouped(last)}`
}

/** `2026-09-07 05:00 UTC` */
export const moment = (at: string): string => momentOf(Date.parse(at))
