import type { ProfilePush } from '#shared/ingest/push.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { dump } from '#test/support/pprof.ts'
import { pushOf } from '#test/support/push.ts'
import type { Stormy } from './schedule.ts'

/** Who `pushOf` speaks for. */
export { TENANT } from '#test/support/api.ts'
export const SERVICE = 'checkout'

/** A Monday midnight. */
export const BEGIN = Date.UTC(2026, 8, 7)
/** Time between two rounds of everything that is done again and again. */
export const ROUND = 15 * MINUTE

/** When the leak becomes faster, when a version without it is deployed, and when all is over. */
const FASTER = 8 * HOUR
export const MENDED = 13 * HOUR
const END = 42 * HOUR
/** Time before a look in which nothing goes wrong: two runs of the judge, and messages that wait are tried again. */
const CALM = 2 * HOUR

/** Times at which what is known is compared with the undisturbed run: the leak is found, escalates, is resolved. */
export const LOOKS: readonly number[] = [FASTER, MENDED, END]
export const STORMS: readonly Stormy[] = LOOKS.map((to, i) => ({ from: LOOKS[i - 1] ?? 0, to: to - CALM }))

/** Goroutines a pod leaks an hour. */
const SLOW = 12
const FAST = 120
/** The pod that may be cut off. */
export const AWAY = 'pod-2'
const PODS = ['pod-1', AWAY]
/** Pushes come less often when there is nothing to see, so that a story is quickly played. */
const CALM_STEP = HOUR

/** What pods send at a time of the story, milliseconds since its begin. */
export function pushesAt(at: number): ProfilePush[] {
  if (at >= MENDED && at % CALM_STEP !== 0) return []
  return PODS.map((instance) =>
    pushOf({ at: BEGIN + at, body: bodyAt(at), process: processAt(instance, at) }),
  )
}

/** Whether the judge is asked at this time. */
export const isJudged = (at: number): boolean => at % (at < MENDED ? HOUR : 6 * HOUR) === 0

const processAt = (instance: string, at: number): ProfilePush['process'] => ({
  instance,
  startedAt: BEGIN + (at < MENDED ? 0 : MENDED) - MINUTE,
  session: undefined,
  version: at < MENDED ? 'v1' : 'v2',
  buildId: undefined,
})

const bodyAt = (at: number): Uint8Array =>
  dump({ 'main.recv < main.worker': leakedAt(at), 'main.loop < main.main': 2 })

function leakedAt(at: number): number {
  if (at >= MENDED) return 5
  const [slow, fast] = [Math.min(at, FASTER), Math.max(0, at - FASTER)]
  return 5 + Math.floor((SLOW * slow + FAST * fast) / HOUR)
}
