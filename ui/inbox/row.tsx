import { HOUR } from '#shared/time.ts'
import { count, duration, signed } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { type Summary, Tier } from '../tier.tsx'
import { Time } from '../time.tsx'

/** One leak: how sure, what, how fast, how long left. */
export function Row({ finding }: { readonly finding: Summary }) {
  const {
    id,
    service,
    cause,
    place,
    perHour,
    hoursToLimit,
    since,
    version,
    state,
    goroutines,
    water,
    assignee,
  } = finding
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
            {count(goroutines)} goroutines, since <Time at={since} />
            {version !== null && (
              <>
                {' '}
                (<Name longest={40}>{version}</Name>)
              </>
            )}
            , {state}
            {assignee !== null && (
              <>
                , with <Name longest={40}>{assignee}</Name>
              </>
            )}
          </span>
          {cause !== null && <span class="fix">Fix: {cause.fix}</span>}
        </span>
        <Spark water={water} isQuiet={!finding.growsNow} />
        <span class="rate">
          {signed(perHour)} <small>an hour</small>
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
