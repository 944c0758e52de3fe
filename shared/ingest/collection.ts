import { type DebugLevel, tellsWaits } from '#shared/goroutine/model.ts'
import { resolutionAt } from '#shared/settings/resolution.ts'
import { NEWS_BUCKET, turnOf } from '#shared/store/news.ts'
import { leastPause } from '#shared/survivor/next-dump.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import type { KnownService, KnownServices } from './known-services.ts'
import type { Remembered } from './remembered.ts'
import { REST_SLOT, restSlot } from './rest.ts'

/** What the next push of a process should be, as the answer to this one. */
export interface NextCollection {
  /** More often makes no snapshot: a slot holds one. */
  readonly afterSeconds: number
  /** The same of profiles that are held and sent in one batch: each of these is kept, whether the process rests or not. */
  readonly heldAfterSeconds: number
  /** How long profiles may be held, to be sent in one batch; 0: push each at once. A sender of single profiles need not read it. */
  readonly holdSeconds: number
  /** The same for a sender that knows itself which stacks rise, and then holds for no longer than `holdSeconds`. */
  readonly restHoldSeconds: number
  /** Evidence that would settle a suspicion; clients that cannot send it ignore it. */
  readonly want: readonly string[]
}

/** What can be asked for: states, ages and individuals; remotes. */
type Evidence = 'goroutine debug=2' | 'sockets'

/** What is held is judged so much later: no more than the time from one run of the judge to the next. */
const HOLD = 10 * MINUTE
/** A service at rest is judged when it has its turn: twice of three times what is held comes when nobody looks for it. */
const REST_HOLD = 2 * HOLD
/** What is held comes so long before a turn at the latest: an agent counts from its next profile on. */
const BEFORE_TURN = 2 * MINUTE
/** Agents of a service come in those minutes before its turn in which they came before, so that they do not come at once. */
const SPREAD = 5 * MINUTE

/** A process is asked for socket tables at most this often: each is a look at every descriptor. */
const SOCKETS_EVERY = 30 * MINUTE

interface CollectionDeps {
  readonly services: KnownServices
  readonly remembered: Remembered
  readonly resolution: number
}

/** What came in. */
interface Pushed {
  readonly tenant: string
  readonly service: string
  readonly process: string
  readonly debug: DebugLevel
  readonly goroutines: number
  /** The process rests (`./rest.ts`). */
  readonly atRest: boolean
}

/** Asks for a debug=2 dump of a process where the judge says that one could change a verdict, and for sockets where it suspects. */
export async function nextCollection(
  { services, remembered, resolution }: CollectionDeps,
  { tenant, service, process, debug, goroutines, atRest }: Pushed,
  now: number,
): Promise<NextCollection> {
  // Not knowing is no reason to fail a push that is stored.
  const known = await services.find(tenant, service, now)
  const heldAfterSeconds = resolutionAt(known?.resolutions ?? [], now, resolution) / SECOND
  const keyOf = (evidence: Evidence): string => `asked#${evidence}#${tenant}#${service}#${process}`
  if (tellsWaits(debug)) remembered.add(keyOf('goroutine debug=2'), now)
  const isDue = (evidence: Evidence, pause: number): boolean =>
    now - (remembered.when(keyOf(evidence)) ?? Number.NEGATIVE_INFINITY) >= pause
  const want: Evidence[] = [
    ...(decides(known, process, goroutines, now) && isDue('goroutine debug=2', leastPause(goroutines))
      ? ['goroutine debug=2' as const]
      : []),
    ...(known?.isSuspected === true && isDue('sockets', SOCKETS_EVERY) ? ['sockets' as const] : []),
  ]
  for (const evidence of want) remembered.add(keyOf(evidence), now)
  const rests = atRest && want.length === 0
  const afterSeconds =
    rests && restSlot(known, now, resolution) !== undefined ? REST_SLOT / SECOND : heldAfterSeconds
  // The owner of a service that no judge has seen is waiting for it.
  const holdSeconds = known?.lastJudged === undefined ? 0 : HOLD / SECOND
  const restHoldSeconds = rests ? untilTurn(tenant, service, now) / SECOND : holdSeconds
  return { afterSeconds, heldAfterSeconds, holdSeconds, restHoldSeconds, want }
}

/**
 * How long a service at rest may have profiles held, milliseconds: so that what came until its turn comes before it, and nothing
 * is told later than of agents that hold nothing.
 *
 * Law: never longer than `REST_HOLD`, and from half of it on each time that comes before a turn is met.
 */
export function untilTurn(tenant: string, service: string, now: number): number {
  const turn = turnOf(tenant, service) * NEWS_BUCKET
  const earliest = now + HOLD
  const next = turn + Math.ceil((earliest + BEFORE_TURN - turn) / REST_HOLD) * REST_HOLD
  const most = next - BEFORE_TURN - now
  // As far into five minutes as it is now.
  const hold = Math.floor(most / SPREAD) * SPREAD
  return hold > REST_HOLD ? hold - HOLD : hold
}

/** Whether a dump of this process can change a verdict by now, and its pause is borne. */
const decides = (
  known: KnownService | undefined,
  process: string,
  goroutines: number,
  now: number,
): boolean =>
  known !== undefined &&
  goroutines <= known.dumpsUpTo &&
  known.dumps.some((wanted) => wanted.process === process && wanted.from <= now)
