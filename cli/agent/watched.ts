/** One target that is watched: it is pulled when it is due, and what comes is delivered. */

import type { LimitFunction } from 'p-limit'
import type { BodyRoom } from './body-room.ts'
import type { Clock } from './clock.ts'
import { type CollectDeps, type Collector, collectorOf, type Said } from './collect.ts'
import type { Counts } from './counts.ts'
import type { Log } from './log.ts'
import type { Outbox } from './outbox.ts'
import { afterPull, firstPlan, type Habits, type Kind, nextDue, type Plan, type Random } from './schedule.ts'
import type { Target } from './target.ts'

/** A target with what it is due for. */
export interface Watched {
  target: Target
  collect: Collector
  plan: Plan
  /** It answered the last time, so it is not held up by those that do not. */
  answers: boolean
  /** Tidemark has taken a push of it. */
  isConnected: boolean
  /** Ends the waiting of its loop: the target is gone, or the agent is to end. */
  readonly end: AbortController
}

/** What a pull needs of its agent. */
export interface Pulling extends CollectDeps {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly outbox: Outbox
  readonly counts: Counts
  readonly room: BodyRoom
  readonly lanes: Lanes
  /** Ends what is under way. */
  readonly cut: AbortSignal
}

/** How many pulls run at a time, each until it is delivered: of targets that answered last, and of all others. */
export interface Lanes {
  readonly answering: LimitFunction
  readonly others: LimitFunction
}

/** What a target need not have: Go before 1.27 has no goroutineleak, /proc may not tell of sockets. */
const MAY_BE_ABSENT: readonly Kind[] = ['goroutineleak', 'sockets']

export const watchedOf = (
  deps: CollectDeps & { readonly random: Random },
  target: Target,
  said: Said,
  habits: Habits,
): Watched => ({
  target,
  collect: collectorOf(deps, target, said),
  plan: firstPlan(habits, deps.now(), deps.random),
  answers: false,
  isConnected: false,
  end: new AbortController(),
})

/** Pulls a target whenever it is due, until its end. */
export async function watch(pulling: Pulling, one: Watched): Promise<void> {
  const { clock, lanes } = pulling
  const { signal } = one.end
  while (!signal.aborted) {
    const { kind, at } = nextDue(one.plan)
    if (at > clock.now()) await clock.sleep(at - clock.now(), signal)
    else {
      const lane = one.answers ? lanes.answering : lanes.others
      await lane(() => (signal.aborted ? undefined : collectAndDeliver(pulling, one, kind)))
    }
  }
}

export async function collectAndDeliver(pulling: Pulling, one: Watched, kind: Kind): Promise<void> {
  const { outbox, counts, cut, clock, random, log, limits, room } = pulling
  const { place } = one.target
  const began = clock.now()
  using held = room.hold()
  const collected = await one.collect(kind, cut, held)
  // A clock that is set meanwhile says nothing of the pull.
  const took = Math.min(limits.timeout, Math.max(0, clock.now() - began))
  one.answers = collected.is !== 'failed'
  if (collected.is === 'taken') {
    counts.collected += collected.items.length
    for (const item of collected.items) await outbox.deliver(item)
  } else if (collected.is === 'failed' || !MAY_BE_ABSENT.includes(kind)) {
    counts.failed++
    const why = collected.is === 'failed' ? collected.why : 'answered 404: does it serve net/http/pprof?'
    log('pull failed', { target: place, kind, why })
  } else {
    log('not there', { target: place, kind })
  }
  one.plan = afterPull(one.plan, kind, collected.is, clock.now(), random, took)
}
