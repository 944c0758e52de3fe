import { type DebugLevel, tellsWaits } from '#shared/goroutine/model.ts'
import { resolutionAt } from '#shared/settings/resolution.ts'
import { leastPause } from '#shared/survivor/next-dump.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import type { KnownService, KnownServices } from './known-services.ts'
import type { Remembered } from './remembered.ts'

/** What the next push of a process should be, as the answer to this one. */
export interface NextCollection {
  /** More often makes no snapshot: a slot holds one. */
  readonly afterSeconds: number
  /** How long profiles may be held, to be sent in one batch; 0: push each at once. A sender of single profiles need not read it. */
  readonly holdSeconds: number
  /** Evidence that would settle a suspicion; clients that cannot send it ignore it. */
  readonly want: readonly string[]
}

/** What can be asked for: states, ages and individuals; remotes. */
type Evidence = 'goroutine debug=2' | 'sockets'

/** What is held is judged so much later: no more than the time from one run of the judge to the next. */
const HOLD = 10 * MINUTE

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
}

/** Asks for a debug=2 dump of a process where the judge says that one could change a verdict, and for sockets where it suspects. */
export async function nextCollection(
  { services, remembered, resolution }: CollectionDeps,
  { tenant, service, process, debug, goroutines }: Pushed,
  now: number,
): Promise<NextCollection> {
  // Not knowing is no reason to fail a push that is stored.
  const known = await services.find(tenant, service, now)
  const afterSeconds = resolutionAt(known?.resolutions ?? [], now, resolution) / 1000
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
  // The owner of a service that no judge has seen is waiting for it.
  const holdSeconds = known?.lastJudged === undefined ? 0 : HOLD / SECOND
  return { afterSeconds, holdSeconds, want }
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
