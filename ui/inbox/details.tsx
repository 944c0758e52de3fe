import { HOUR } from '#shared/time.ts'
import { counted, duration, signedSize } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { isOver, PACE, type Summary, Tier } from '../tier.tsx'
import { Time } from '../time.tsx'
import { ownersOf } from './filter.ts'

/** Pixels. */
const SPARK = { width: 320, height: 80 } as const

/** What a reader wants to know before opening a finding, beside the list. @param act undefined where nothing may be changed */
export function Details({
  finding,
  act,
}: {
  readonly finding: Summary | undefined
  readonly act: ((deed: 'resolve' | 'archive') => void) | undefined
}) {
  if (finding === undefined)
    return (
      <aside class="details quiet" aria-label="Details">
        Select a finding with <kbd>j</kbd> and <kbd>k</kbd> or a click; its details are here. <kbd>enter</kbd>{' '}
        opens it.
      </aside>
    )
  const { id, service, cause, place, water, growsNow, headline, state } = finding
  return (
    <aside class="details" aria-label="Details">
      <p class="where">
        <Tier of={finding} />
        <a href={address.service(service)}>
          <Name longest={80}>{service}</Name>
        </a>
        <span class="quiet">{state}</span>
      </p>
      <h2>{cause === null ? <Name longest={160}>{place}</Name> : <Name>{cause.title}</Name>}</h2>
      {cause !== null && (
        <p class="code">
          <Name longest={160}>{place}</Name>
        </p>
      )}
      <Spark water={water} isQuiet={!growsNow} {...SPARK} />
      <Facts of={finding} />
      {cause !== null && !isOver(finding) && (
        <p>
          <strong>Fix:</strong> {cause.fix}
        </p>
      )}
      {cause === null && (
        <p class="quiet">
          <Name longest={400}>{headline}</Name>
        </p>
      )}
      <p class="actions">
        <a class="button main" href={address.finding(service, id)}>
          Open
        </a>
        {act && (
          <>
            <button type="button" onClick={() => act('resolve')}>
              Resolve
            </button>
            <button type="button" onClick={() => act('archive')}>
              Archive
            </button>
          </>
        )}
      </p>
    </aside>
  )
}

function Facts({ of: finding }: { readonly of: Summary }) {
  const { goroutines, stacks, most, since, version, seen, perHour, processes, hoursToLimit, healed } = finding
  const owners = ownersOf(finding)
  const where = processes.names.length > 0 ? `, only in ${processes.names.join(' and ')}` : ''
  return (
    <dl>
      <dt>goroutines</dt>
      <dd>
        {counted(goroutines, 'goroutine')}
        {stacks.length > 1 && ` in ${counted(stacks.length, 'stack')}`}
        {goroutines < most && `, ${counted(most, 'goroutine')} at most`}
      </dd>
      <dt>rate</dt>
      <dd>{seen === 'growing' ? `${signedSize(perHour)} per hour in one process` : PACE[seen]}</dd>
      <dt>processes</dt>
      <dd>
        {processes.growing} of {processes.of}
        <Name longest={80}>{where}</Name>
      </dd>
      <dt>since</dt>
      <dd>
        <Time at={since} />
        {version !== null && (
          <>
            {' '}
            in <Name longest={40}>{version}</Name>
          </>
        )}
      </dd>
      {healed !== null && isOver(finding) && (
        <>
          <dt>gone</dt>
          <dd>
            <Time at={healed.at} />
            {healed.version !== null && (
              <>
                {' '}
                in <Name longest={40}>{healed.version}</Name>
              </>
            )}
          </dd>
        </>
      )}
      {hoursToLimit !== null && (
        <>
          <dt>limit</dt>
          <dd>reached in {duration(hoursToLimit * HOUR)}</dd>
        </>
      )}
      <dt>owner</dt>
      <dd>{owners.length === 0 ? 'nobody said' : <Name longest={120}>{owners.join(' ')}</Name>}</dd>
    </dl>
  )
}
