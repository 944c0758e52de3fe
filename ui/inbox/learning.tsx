import type { ServicePage } from '#shared/api/answers/service.ts'
import { SECOND } from '#shared/time.ts'
import type { AnswerOf } from '../api.ts'
import { count, counted, duration, signedSize } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'

/** What is said of services that cannot be judged yet: never that nothing leaks. */

export type Service = AnswerOf<typeof ServicePage>['items'][number]
export type Learning = Service & { readonly learning: NonNullable<Service['learning']> }

export const isLearning = (service: Service): service is Learning => service.learning !== null

/** Seconds between two snapshots from which sending more often would bring the first verdict much sooner. */
const SLOW = 90

/** When the first of them can be judged. Example outputs: `first verdicts in 17 min`, `first verdicts at any moment`. */
export function firstVerdicts(services: readonly Learning[], now: number): string {
  const due = services
    .flatMap(({ learning }) => learning.firstVerdictAt ?? [])
    .map((at) => Date.parse(at) - now)
  if (due.length === 0) return 'first verdicts after some profiles more'
  const [soonest, latest] = [Math.min(...due), Math.max(...due)]
  if (soonest <= 0) return 'first verdicts at any moment'
  return `first verdicts in ${spanText(duration(soonest), duration(latest))}`
}

/** `17 to 22 minutes`, `17 minutes to 3 hours`, `17 minutes` */
function spanText(from: string, to: string): string {
  if (from === to) return from
  const [size, unit] = from.split(' ', 2)
  return to.endsWith(` ${unit}`) ? `${size} to ${to}` : `${from} to ${to}`
}

/** A card per service: what came in, what rises already, when the first verdict is due, what would speed it up. */
export function LearningCards({
  services,
  now,
}: {
  readonly services: readonly Learning[]
  readonly now: number
}) {
  return (
    <ul class="cards" aria-label="Services that cannot be judged yet">
      {services.map((service) => (
        <Card key={service.name} service={service} now={now} />
      ))}
    </ul>
  )
}

function Card({ service, now }: { readonly service: Learning; readonly now: number }) {
  const { name, running, learning } = service
  const { snapshots, needed, rising } = learning
  return (
    <li>
      <h2>
        <a href={address.service(name)}>
          <Name longest={80}>{name}</Name>
        </a>{' '}
        <small class="due">{dueText(service, now)}</small>
      </h2>
      <progress max={needed} value={snapshots} aria-label={`Profiles of ${needed} that a verdict needs`} />
      <p class="quiet">
        {counted(snapshots, 'profile')} of {count(needed)}
        {running !== null &&
          running.processes > 0 &&
          `, ${counted(running.goroutines, 'goroutine')} in ${counted(running.processes, 'process')}`}
      </p>
      {rising.length > 0 && (
        <ul class="rising">
          {rising.map(({ signature, place, from, to, perHour }) => (
            <li key={signature}>
              <span class="code">
                <Name longest={120}>{place}</Name>
              </span>{' '}
              <span class="number">
                {count(from)} → {count(to)}, {signedSize(perHour)} per hour
              </span>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">
        {rising.length > 0 ? 'It rises; whether it leaks, more profiles tell. ' : ''}
        {advice(learning)}
      </p>
    </li>
  )
}

/** Example outputs: `first verdict in 17 minutes`, `at any moment`. */
function dueText({ learning: { firstVerdictAt, snapshots } }: Learning, now: number): string {
  if (firstVerdictAt === null)
    return snapshots > 1 ? 'no process reports any more' : 'first look within a minute or two'
  const left = Date.parse(firstVerdictAt) - now
  return left <= 0 ? 'first verdict at any moment' : `first verdict in ${duration(left)}`
}

/** What would bring a verdict sooner. */
function advice({ everySeconds, firstVerdictAt, snapshots }: Learning['learning']): string {
  if (firstVerdictAt === null && snapshots > 1) return 'Send profiles again: the first verdict needs them.'
  if (everySeconds !== null && everySeconds > SLOW)
    return `A profile comes in each ${duration(everySeconds * SECOND)}; one per minute brings the first verdict within half an hour.`
  return 'A full dump (debug=2) tells sooner what its goroutines wait for: drop one anywhere on this page.'
}
