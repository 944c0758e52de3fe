/** The loop: pulls each target when it is due, delivers, and obeys what the server wants next. */

import type { Server } from '../server.ts'
import type { Answer, Next } from './answer.ts'
import type { Clock } from './clock.ts'
import { type CollectDeps, type Collector, collectorOf, type Said } from './collect.ts'
import { type Counts, noCounts } from './counts.ts'
import type { Log } from './log.ts'
import { Outbox, type RetryPauses } from './outbox.ts'
import type { PushItem } from './push-item.ts'
import {
  afterPull,
  firstPlan,
  type Habits,
  type Kind,
  nextDue,
  obey,
  type Plan,
  type Random,
} from './schedule.ts'
import { send } from './send.ts'
import type { Spool } from './spool.ts'
import type { Target } from './target.ts'

/** What an agent is to do. */
export interface Orders {
  readonly server: Server
  readonly targets: readonly Target[]
  readonly habits: Habits
  readonly said: Said
}

/** What an agent is made of. */
export interface AgentDeps extends Omit<CollectDeps, 'now'> {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly spool: Spool
  readonly pauses: RetryPauses
}

/** Milliseconds that pulls and pushes under way have once the end is asked for; Kubernetes kills after 30 s. */
const GRACE = 3_000
/** Milliseconds between two lines with the counts. */
const REPORT_EVERY = 10 * 60_000

/** What a target need not have: Go before 1.27 has no goroutineleak, /proc may not tell of sockets. */
const MAY_BE_ABSENT: readonly Kind[] = ['goroutineleak', 'sockets']

/** A target with what it is due for. */
interface Watched {
  readonly target: Target
  readonly collect: Collector
  plan: Plan
}

/**
 * Watches all targets until `stop`; then finishes what is under way and spools what cannot be sent.
 *
 * Laws: no two pulls of one target at once; a slow target holds up no other.
 */
export async function runAgent(deps: AgentDeps, orders: Orders, stop: AbortSignal): Promise<Counts> {
  const agent = assemble(deps, orders, stop)
  const { watched, outbox, counts, cut, isOver } = agent
  stop.addEventListener('abort', () => void deps.clock.sleep(GRACE, isOver.signal).then(() => cut.abort()), {
    once: true,
  })
  const reports = report(deps, counts, stop)
  const sending = outbox.run()
  await Promise.all(watched.map((one) => watch(agent, deps, one, stop)))
  await Promise.all([sending, reports])
  isOver.abort()
  return counts
}

/** Takes one profile of each target, and what the server asks for beyond it. */
export async function runOnce(deps: AgentDeps, orders: Orders, stop: AbortSignal): Promise<Counts> {
  const agent = assemble(deps, orders, stop)
  stop.addEventListener('abort', () => agent.cut.abort(), { once: true })
  await agent.outbox.flush()
  await Promise.all(
    agent.watched.map(async (one) => {
      await collectAndDeliver(agent, deps, one, 'goroutine')
      const { due } = one.plan
      const wanted = ['goroutine debug=2', 'sockets'] as const
      for (const kind of wanted) if (due[kind] !== undefined) await collectAndDeliver(agent, deps, one, kind)
    }),
  )
  await agent.outbox.flush()
  return agent.counts
}

/** Every push that was collected has been taken, and nothing waits from before. */
export const isAllSent = (counts: Counts, spool: Spool): boolean =>
  counts.failed + counts.dropped + counts.refused + spool.size === 0

interface Assembled {
  readonly watched: readonly Watched[]
  readonly outbox: Outbox
  readonly counts: Counts
  /** Ends what is under way. */
  readonly cut: AbortController
  /** Nothing is under way any more. */
  readonly isOver: AbortController
}

function assemble(deps: AgentDeps, { server, targets, habits, said }: Orders, stop: AbortSignal): Assembled {
  const { clock, random, spool, log } = deps
  const counts = noCounts()
  const [cut, isOver] = [new AbortController(), new AbortController()]
  const watched = targets.map((target) => ({
    target,
    collect: collectorOf({ ...deps, now: clock.now }, target, said),
    plan: firstPlan(habits, clock.now(), random),
  }))
  const connected = new Set<Watched>()
  const sendOne = async (item: PushItem): Promise<Answer> => {
    const answer = await send(server, item, cut.signal, deps.fetch)
    const one = watched.find(({ target }) => isOf(item, target))
    if (answer.is === 'taken' && one !== undefined && !connected.has(one)) {
      connected.add(one)
      const { service, instance } = one.target
      log('connected', { service, instance, says: 'first profile accepted' })
    }
    return answer
  }
  const onNext = (item: PushItem, next: Next): void => {
    const one = watched.find(({ target }) => isOf(item, target))
    if (one !== undefined) one.plan = obey(one.plan, next, clock.now(), random)
  }
  const outbox = new Outbox({ ...deps, send: sendOne, counts, onNext, spool }, stop)
  return { watched, outbox, counts, cut, isOver }
}

async function watch(agent: Assembled, deps: AgentDeps, one: Watched, stop: AbortSignal): Promise<void> {
  const { clock } = deps
  while (!stop.aborted) {
    const { kind, at } = nextDue(one.plan)
    if (at > clock.now()) await clock.sleep(at - clock.now(), stop)
    else await collectAndDeliver(agent, deps, one, kind)
  }
}

async function collectAndDeliver(
  { outbox, counts, cut }: Assembled,
  { clock, random, log, limits }: AgentDeps,
  one: Watched,
  kind: Kind,
): Promise<void> {
  const { place } = one.target
  const began = clock.now()
  const collected = await one.collect(kind, cut.signal)
  // A clock that is set meanwhile says nothing of the pull.
  const took = Math.min(limits.timeout, Math.max(0, clock.now() - began))
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

/** The counts, now and then. */
async function report({ clock, log, spool }: AgentDeps, counts: Counts, stop: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(REPORT_EVERY, stop)
    if (stop.aborted) return
    log('counts', { ...counts, waiting: spool.size })
  }
}

/** The facts of a push stand in its path. */
function isOf({ path }: PushItem, { service, instance }: Target): boolean {
  const query = new URLSearchParams(path.slice(path.indexOf('?')))
  return query.get('service') === service && query.get('instance') === instance
}
