import { useState } from 'preact/hooks'
import type { Report, ReportPage } from '#shared/api/answers/report.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { count, rate } from '../format.ts'
import { Shown, Title, Trouble } from '../layout.tsx'
import { Name, short } from '../name.tsx'
import { address } from '../router.ts'
import { mayChange, useSession } from '../session.ts'
import { useSending } from '../settings/sending.ts'
import { Spark } from '../spark.tsx'
import { PACE, Tier } from '../tier.tsx'

type ReportAnswer = AnswerOf<typeof Report>
type ReportFinding = ReportAnswer['findings'][number]

/** In place of a date. */
const NOW = 'now'

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
              <li>
                <a href={address.report(NOW)}>the last 24 hours</a>
              </li>
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

/** `/reports/<date>`: what one day brought; `/reports/now`: what the last 24 hours did. */
export function ReportView({ date }: { readonly date: string }) {
  const isNow = date === NOW
  const path = `/v1/reports/${encodeURIComponent(date)}`
  const stored = useAnswer<ReportAnswer>(isNow ? undefined : path)
  return (
    <>
      <p class="crumbs">
        <a href={address.reports}>Reports</a>
      </p>
      <Title text={isNow ? 'Report of the last 24 hours' : `Report of ${date}`} />
      {isNow ? (
        <Made query="" />
      ) : stored.failure?.reason === 'unknown-report' ? (
        <Made query={`?date=${encodeURIComponent(date)}`} />
      ) : (
        <Shown of={stored}>
          {(report) => (
            <>
              <Day of={report} />
              <p class="quietly">
                The same for mail and paper: <a href={`${path}.html`}>HTML</a>,{' '}
                <a href={`${path}.md`}>Markdown</a>
              </p>
            </>
          )}
        </Shown>
      )}
    </>
  )
}

/** A report that nobody stores, made for its reader by a button: it may take seconds. */
function Made({ query }: { readonly query: string }) {
  const { isBusy, failure, send } = useSending()
  const [report, setReport] = useState<ReportAnswer>()
  const isAllowed = mayChange(useSession())
  const make = async () => {
    const made = await send<ReportAnswer>(`/v1/reports${query}`, { method: 'POST' })
    setReport(made?.answer)
  }
  if (report !== undefined) return <Day of={report} />
  return (
    <>
      <p>
        {query === '' ? 'It is made for you alone and not stored.' : 'No report of this day is stored.'}{' '}
        {isAllowed ? (
          <button type="button" disabled={isBusy} onClick={make}>
            {isBusy ? 'Making it…' : 'Make it'}
          </button>
        ) : (
          'A token with the scope admin can make it.'
        )}
      </p>
      {failure && <Trouble failure={failure} />}
    </>
  )
}

function Day({ of: { findings, services } }: { readonly of: ReportAnswer }) {
  return (
    <>
      {findings.length === 0 && <p>Nothing leaked.</p>}
      {CHANGES.map(([change, title]) => (
        <Group key={change} title={title} findings={findings.filter((each) => each.change === change)} />
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
    </>
  )
}

function Group({ title, findings }: { readonly title: string; readonly findings: readonly ReportFinding[] }) {
  if (findings.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul class="reported">
        {findings.map(({ id, service, state, tier, headline, advice, perHour, hourly, seen }) => (
          <li key={id}>
            <Tier of={{ tier, state, seen, growsNow: seen === 'growing' }} />
            <span class="what">
              <a href={address.finding(service, id)}>{short(headline, 400)}</a>
              <span class="quiet">{short(advice, 400)}</span>
            </span>
            <Spark water={hourly.map((value) => value ?? 0)} isQuiet={state === 'resolved'} />
            <span class="rate">{seen === 'growing' ? rate(perHour) : PACE[seen]}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
