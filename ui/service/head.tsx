import { count, counted } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Time } from '../time.tsx'
import { dayBefore } from './day-before.ts'
import { type FindingsAnswer, openOf } from './open-findings.tsx'
import type { Service } from './service-answer.ts'
import type { Total } from './total-lines.ts'

/** Who owns it, what runs, when it was last heard of, and how it stands in one sentence. */
export function Head({
  service,
  total,
  findings,
}: {
  readonly service: Service
  readonly total: Total | undefined
  readonly findings: FindingsAnswer | undefined
}) {
  const { name, goroutines, reporting, lastJudged, firstSeen, owners } = service
  const [newest] = total?.versions ?? []
  const last = total?.points.at(-1)
  return (
    <>
      <p class="lead">{findings && standing(service, openOf(findings))}</p>
      <dl class="figures">
        <div>
          <dt>Goroutines now</dt>
          <dd>{reporting === 0 ? '–' : count(goroutines)}</dd>
        </div>
        <div>
          <dt>Instances</dt>
          <dd>
            {count(reporting)}
            <small>{reporting === 0 ? 'none in the last hour' : 'report'}</small>
          </dd>
        </div>
        <div>
          <dt>Newest version</dt>
          <dd class="name">
            {newest?.version == null ? '–' : <Name longest={60}>{newest.version}</Name>}
            {newest && (
              <small>
                first seen <Time at={newest.firstSeen} />
              </small>
            )}
          </dd>
        </div>
        <div>
          <dt>Last profile</dt>
          <dd>{last === undefined ? '–' : <Time at={last.at} />}</dd>
        </div>
        <div>
          <dt>Owner</dt>
          <dd class="name">{owners.length === 0 ? '–' : <Name longest={80}>{owners.join(', ')}</Name>}</dd>
        </div>
      </dl>
      <p class="quiet small">
        First seen <Time at={firstSeen} />,{' '}
        {lastJudged === null ? (
          'not judged yet'
        ) : (
          <>
            judged <Time at={lastJudged} />
          </>
        )}
        . <a href={address.flame(name)}>Flame graph</a> ·{' '}
        <a href={address.flame(name, { base: dayBefore() })}>what changed in a day</a>
      </p>
    </>
  )
}

/** Example outputs: `1 leak and 2 suspects.`, `Nothing leaks; 1 finding does not grow.`, `Not judged yet: …` */
function standing({ lastJudged, learning, watched }: Service, open: ReturnType<typeof openOf>): string {
  const growing = open.filter(({ seen }) => seen === 'growing')
  const leaks = growing.filter(({ tier }) => tier === 'proven' || tier === 'probable').length
  const suspects = growing.length - leaks
  const resting = open.length - growing.length
  const loud = [
    ...(leaks > 0 ? [counted(leaks, 'leak')] : []),
    ...(suspects > 0 ? [counted(suspects, 'suspect')] : []),
  ]
  const rest =
    resting === 0 ? '' : `; ${counted(resting, 'finding')} ${resting === 1 ? 'does' : 'do'} not grow`
  if (loud.length > 0) return `${loud.join(' and ')}${rest}.`
  if (lastJudged === null || learning !== null) return 'Not judged yet: there are too few profiles.'
  if (resting > 0) return `Nothing leaks${rest}.`
  return watched === null ? 'Nothing leaks.' : `Nothing leaks; ${counted(watched, 'stack')} are watched.`
}
