import { HOUR } from '#shared/time.ts'
import { count, duration, signed } from '../format.ts'
import { Title } from '../layout.tsx'
import { Name, short } from '../name.tsx'
import { Tier } from '../tier.tsx'
import { Time } from '../time.tsx'
import { Actions } from './actions.tsx'
import type { FindingAnswer } from './finding-answer.ts'

/** What leaks and what to do, in words, beside what one can do with the finding. */
export function Head({
  finding,
  onChange,
}: {
  readonly finding: FindingAnswer
  readonly onChange: (changed: FindingAnswer) => void
}) {
  const { service, cause, place, state, assignee, headline, explain } = finding
  return (
    <>
      <div class="status">
        <Tier of={finding} />
        <span>{stateText(finding)}</span>
        {assignee !== null && (
          <span>
            with <Name longest={60}>{assignee}</Name>
          </span>
        )}
        <Actions key={state} finding={finding} onChange={onChange} />
      </div>
      <Title text={`${service}: ${short(cause?.title ?? place, 160)}`} />
      <p class="lead">{short(headline, 1_000)}.</p>
      {cause !== null && (
        <p>
          <strong>Fix:</strong> {cause.fix}
        </p>
      )}
      <details class="small">
        <summary>All of it in sentences</summary>
        <p>{short(explain, 4_000)}</p>
      </details>
    </>
  )
}

function stateText({ state, until }: FindingAnswer) {
  if (until === null) return state
  if (until === 'forever') return `${state} for good`
  if ('date' in until)
    return (
      <>
        {state}, back <Time at={until.date} />
      </>
    )
  if ('perHour' in until) return `${state} until it grows by ${signed(until.perHour)} an hour`
  return `${state} in the version after ${short(until.versionOtherThan.at(-1) ?? '', 40)}`
}

/** How much, how fast, how long left, since when, how far spread. */
export function Figures({
  of: { verdict, perHour, since, version, processes, goroutines },
}: {
  readonly of: FindingAnswer
}) {
  const { members, limit } = verdict
  const twins = members.length > 1 ? `in ${members.length} stacks` : ''
  return (
    <dl class="figures">
      <div>
        <dt>Goroutines now</dt>
        <dd>
          {count(goroutines)} <small>{twins}</small>
        </dd>
      </div>
      <div>
        <dt>Growth</dt>
        <dd>
          {signed(perHour)} <small>an hour</small>
        </dd>
      </div>
      <div>
        <dt>To the limit</dt>
        <dd>
          {limit === undefined ? '–' : duration(limit.hours * HOUR)}
          <small>{limit === undefined ? 'none known' : `${count(limit.limit)} ${limit.what}`}</small>
        </dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>
          <Time at={since} />
          <small>{version === null ? '' : <Name longest={60}>{version}</Name>}</small>
        </dd>
      </div>
      <div>
        <dt>Processes</dt>
        <dd>
          {count(processes.growing)} <small>of {count(processes.of)}</small>
        </dd>
      </div>
    </dl>
  )
}
