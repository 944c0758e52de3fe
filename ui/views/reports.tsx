import type { Report, ReportPage } from '#shared/api/answers/report.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { count, rate } from '../format.ts'
import { Shown, Title } from '../layout.tsx'
import { Name, short } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { PACE, Tier } from '../tier.tsx'

type ReportAnswer = AnswerOf<typeof Report>
type ReportFinding = ReportAnswer['findings'][number]

/** In the order of how much a reader wants to know. */
const CHANGES = [
  ['new', 'New'],
  ['worse', 'Got worse'],
  ['resolved', 'Resolved'],
  ['standing', 'Stands as it was'],
] as const

/** `/reports`: the days that have one. */
export function ReportsView() {
  const reports = useAnswer<AnswerOf<typeof ReportPage>>('/v1/reports?limit=100')
  return (
    <>
      <Title text="Reports" />
      <Shown of={reports}>
        {({ items }) => (
          <>
            {items.length === 0 && <p>The first report is made in the night after the first profile.</p>}
            <ul class="services">
              {items.map(({ date }) => (
                <li key={date}>
                  <a href={address.report(date)}>{date}</a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Shown>
    </>
  )
}

/** `/reports/<date>`: what one day brought. */
export function ReportView({ date }: { readonly date: string }) {
  const path = `/v1/reports/${encodeURIComponent(date)}`
  const report = useAnswer<ReportAnswer>(path)
  return (
    <>
      <p class="crumbs">
        <a href={address.reports}>Reports</a>
      </p>
      <Title text={`Report of ${date}`} />
      <Shown of={report}>
        {({ findings, services }) => (
          <>
            {findings.length === 0 && <p>Nothing leaked.</p>}
            {CHANGES.map(([change, title]) => (
              <Group
                key={change}
                title={title}
                findings={findings.filter((each) => each.change === change)}
              />
            ))}
            <h2>Coverage</h2>
            <ul class="services">
              {services.map(({ name, processes, covered }) => (
                <li key={name}>
                  <a href={address.service(name)}>
                    <Name longest={80}>{name}</Name>
                  </a>
                  <span class="quiet">
                    {covered.hours} of {covered.of} hours, {count(processes)}{' '}
                    {processes === 1 ? 'process' : 'processes'}
                  </span>
                </li>
              ))}
            </ul>
            <p class="quietly">
              The same for mail and paper: <a href={`${path}.html`}>HTML</a>,{' '}
              <a href={`${path}.md`}>Markdown</a>
            </p>
          </>
        )}
      </Shown>
    </>
  )
}

function Group({ title, findings }: { readonly title: string; readonly findings: readonly ReportFinding[] }) {
  if (findings.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul class="findings">
        {findings.map(({ id, service, state, tier, headline, advice, perHour, hourly, seen }) => (
          <li key={id}>
            <a href={address.finding(service, id)}>
              <Tier of={{ tier, state, seen, growsNow: seen === 'growing' }} />
              <span class="what">
                <span>{short(headline, 400)}</span>
                <span class="fix">{short(advice, 400)}</span>
              </span>
              <Spark water={hourly.map((value) => value ?? 0)} isQuiet={state === 'resolved'} />
              <span class="rate">{seen === 'growing' ? rate(perHour) : PACE[seen]}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
