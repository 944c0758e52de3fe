import { HOUR } from '#shared/time.ts'
import { count, counted, duration, rate, signedSize } from '../format.ts'
import { Title } from '../layout.tsx'
import { Name, short } from '../name.tsx'
import { address } from '../router.ts'
import { Sentence } from '../sentence.tsx'
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
  const { service, cause, place, state, assignee, owners, headline, explain } = finding
  return (
    <>
      <div class="status">
        <Tier of={finding} />
        {!(isOver(finding) && OPEN.includes(state)) && <span>{stateText(finding)}</span>}
        {assignee !== null && (
          <span>
            with <Name longest={60}>{assignee}</Name>
          </span>
        )}
        {owners.length > 0 && (
          <span>
            owner{owners.length > 1 ? 's' : ''}{' '}
            {owners.map((owner, i) => (
              <>
                {i > 0 && ', '}
                <a href={address.inboxOf(new URLSearchParams({ q: `owner:${owner}` }))}>
                  <Name longest={60}>{owner}</Name>
                </a>
              </>
            ))}
          </span>
        )}
        <Actions key={state} finding={finding} onChange={onChange} />
      </div>
      <Title text={`${service}: ${short(cause?.title ?? place, 160)}`} />
      {isOver(finding) && <OverBanner of={finding} />}
      <p class="lead">
        <Sentence longest={1_000}>{headline}</Sentence>.
      </p>
      <p class="on-paper small">{location.href}</p>
      {cause !== null && !isOver(finding) && (
        <p class="on-screen">
          <strong>Fix:</strong> {cause.fix}
        </p>
      )}
      <details class="small">
        <summary>All of it in sentences</summary>
        <p>
          <Sentence longest={4_000}>{explain}</Sentence>
        </p>
      </details>
    </>
  )
}

/** Example output: `✔ Fixed in v3.0.0 · 59 at most · watched 14 hours without growth`. */
function OverBanner({ of: { seen, healed, most } }: { readonly of: FindingAnswer }) {
  const what = seen === 'fixed' && healed?.version != null ? `Fixed in ${short(healed.version, 60)}` : 'Gone'
  const watched = healed === null ? [] : [`watched ${duration(healed.hours * HOUR)} without growth`]
  return (
    <p class="over-banner">
      <svg width="16" height="16" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M1 6.5 4.5 10 11 2" fill="none" stroke="currentColor" stroke-width="2" />
      </svg>
      <strong>{what}</strong> {[`${count(most)} at most`, ...watched].map((part) => `· ${part}`).join(' ')}
    </p>
  )
}

/** What is over is no more new or ongoing, though nobody has closed it yet. */
const OPEN: readonly string[] = ['new', 'ongoing', 'escalating']

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
  const { verdict, perHour, since, version, processes, goroutines, stacks, most, seen, healed } = of
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
      {isOver(of) ? (
        <div>
          <dt>Without growth</dt>
          <dd>
            {healed === null ? '–' : duration(healed.hours * HOUR)}
            <small>{healed === null ? 'nobody has watched it yet' : 'the longest process'}</small>
          </dd>
        </div>
      ) : (
        <div>
          <dt>To the limit</dt>
          <dd>
            {limit === undefined ? '–' : duration(limit.hours * HOUR)}
            <small>{limit === undefined ? noLimit(seen) : `${count(limit.limit)} ${limit.what}`}</small>
          </dd>
        </div>
      )}
      <div>
        <dt>{seen === 'growing' ? 'Since' : 'Grew from'}</dt>
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

/** A limit is only told of what grows towards it. */
const noLimit = (seen: FindingAnswer['seen']): string => (seen === 'growing' ? 'none known' : PACE[seen])
