import { HOUR } from '#shared/time.ts'
import { counted, duration, signedSize } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { isOver, PACE, type Summary, Tier } from '../tier.tsx'
import { Time } from '../time.tsx'

/** One leak: how sure, what, how fast, how long left. */
export function Row({ finding }: { readonly finding: Summary }) {
  const { id, service, cause, place, perHour, hoursToLimit, state, water, assignee, seen } = finding
  return (
    <li>
      <a href={address.finding(service, id)}>
        <Tier of={finding} />
        <span class="what">
          <span class="title">
            <span class="service">
              <Name longest={80}>{service}</Name>
            </span>{' '}
            {cause === null ? <Name longest={160}>{place}</Name> : <Name>{cause.title}</Name>}
          </span>
          {cause !== null && (
            <span class="place code">
              <Name longest={160}>{place}</Name>
            </span>
          )}
          <span class="facts">
            {isOver(finding) ? <Ended finding={finding} /> : <Standing finding={finding} />}, {state}
            {assignee !== null && (
              <>
                , with <Name longest={40}>{assignee}</Name>
              </>
            )}
          </span>
          {cause !== null && !isOver(finding) && <span class="fix">Fix: {cause.fix}</span>}
        </span>
        <Spark water={water} isQuiet={!finding.growsNow} />
        <span class="rate">
          {seen === 'growing' ? (
            <>
              {signedSize(perHour)} <small>per hour</small>
            </>
          ) : (
            <small>{PACE[seen]}</small>
          )}
        </span>
        <span class="left">
          {hoursToLimit !== null && (
            <>
              {duration(hoursToLimit * HOUR)} <small>to the limit</small>
            </>
          )}
        </span>
      </a>
    </li>
  )
}

/** How many stand, where, and since when. */
function Standing({
  finding: { goroutines, stacks, since, version, processes },
}: {
  readonly finding: Summary
}) {
  return (
    <>
      {counted(goroutines, 'goroutine')}
      {stacks.length > 1 && ` in ${counted(stacks.length, 'stack')}`}, since <Time at={since} />
      {version !== null && (
        <>
          {' '}
          (<Name longest={40}>{version}</Name>)
        </>
      )}
      {processes.names.length > 0 && (
        <>
          , only in <Name longest={80}>{processes.names.join(' and ')}</Name>
        </>
      )}
    </>
  )
}

/** How many stood at most, and since when hardly any do. */
const Ended = ({ finding: { most, healed } }: { readonly finding: Summary }) => (
  <>
    {counted(most, 'goroutine')} at most
    {healed !== null && (
      <>
        , gone <Time at={healed.at} />
        {healed.version !== null && (
          <>
            {' '}
            in <Name longest={40}>{healed.version}</Name>
          </>
        )}
      </>
    )}
  </>
)
