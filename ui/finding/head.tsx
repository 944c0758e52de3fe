import { HOUR } from '#shared/time.ts'
import { count, counted, duration, rate, signedSize } from '../format.ts'
import { Title } from '../layout.tsx'
import { Name, short } from '../name.tsx'
import { isOver, PACE, Tier } from '../tier.tsx'
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
      {cause !== null && !isOver(finding) && (
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
  if ('perHour' in until) return `${state} until it grows by ${rate(until.perHour)}`
  return `${state} in the version after ${short(until.versionOtherThan.at(-1) ?? '', 40)}`
}

/** How much, how fast, how long left, since when, how far spread: the figures of the headline. */
export function Figures({ of }: { readonly of: FindingAnswer }) {
  const { verdict, perHour, since, version, processes, goroutines, stacks, most, seen } = of
  const { limit } = verdict
  return (
    <dl class="figures">
      <div>
        <dt>{seen === 'silent' ? 'Goroutines when last heard of' : 'Goroutines now'}</dt>
        <dd>
          {count(goroutines)}{' '}
          <small>
            {isOver(of) || seen === 'level'
              ? `${count(most)} at most`
              : stacks.length > 1
                ? `in ${counted(stacks.length, 'stack')}`
                : ''}
          </small>
        </dd>
      </div>
      <div>
        <dt>Growth</dt>
        <dd>
          {seen === 'growing' ? signedSize(perHour) : <small>{PACE[seen]}</small>}{' '}
          <small>
            {seen === 'growing'
              ? `per hour${processes.growing > 1 ? ', in each process' : ''}`
              : perHour > 0
                ? `was ${rate(perHour)}`
                : ''}
          </small>
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
        <dt>Processes that grow</dt>
        <dd>
          {count(processes.growing)} <small>of {count(processes.of)}</small>{' '}
          <small>
            {processes.names.length > 0 && <Name longest={80}>{processes.names.join(', ')}</Name>}
          </small>
        </dd>
      </div>
    </dl>
  )
}
