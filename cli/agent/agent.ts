/** The loop: pulls each target when it is due, delivers, and obeys what the server wants next. */

import pLimit from 'p-limit'
import type { Server } from '../server.ts'
import type { Next } from './answer.ts'
import { BodyRoom, DEFAULT_ROOM } from './body-room.ts'
import type { Clock } from './clock.ts'
import { type CollectDeps, collectorOf, type Said } from './collect.ts'
import { type Counts, noCounts } from './counts.ts'
import type { Source } from './discovery/source.ts'
import { Fleet } from './fleet.ts'
import type { Log } from './log.ts'
import { Outbox, type RetryPauses } from './outbox.ts'
import type { PushItem } from './push-item.ts'
import { type Habits, obey, type Random } from './schedule.ts'
import { manySender, type SendMany } from './send-batch.ts'
import type { Spool } from './spool.ts'
import type { Target } from './target.ts'
import { collectAndDeliver, type Pulling, type Watched, watch, watchedOf } from './watched.ts'

/** What an agent is to do. */
export interface Orders {
  readonly server: Server
  readonly targets: readonly Target[]
  /** Where more targets are told of while it runs. */
  readonly sources?: readonly Source[]
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
/** Pulls at a time of targets that answered last: 5,000 that need 50 ms each take four of them. */
const ANSWERING = 64
/** Pulls at a time of all others: each may take 30 s for nothing. */
const OTHERS = 16

/**
 * Watches all targets until `stop`; then finishes what is under way and spools what cannot be sent.
 *
 * Laws: no two pulls of one target at once; a target that answered last is held up by none that did not.
 */
export async function runAgent(deps: AgentDeps, orders: Orders, stop: AbortSignal): Promise<Counts> {
  const loops = new Set<Promise<void>>()
  const agent = assemble(deps, orders, stop, (one) => {
    const loop = watch(agent.pulling, one).finally(() => loops.delete(loop))
    loops.add(loop)
  })
  const { fleet, outbox, counts, cut, isOver } = agent
  const stopped = new Promise<void>((resolve) => {
    const end = (): void => {
      void deps.clock.sleep(GRACE, isOver.signal).then(() => cut.abort())
      for (const one of fleet.all()) one.end.abort()
      resolve()
    }
    if (stop.aborted) end()
    else stop.addEventListener('abort', end, { once: true })
  })
  const reports = report(deps, agent, stop)
  const sending = [outbox.run(), outbox.keep()]
  if (orders.targets.length > 0) fleet.tell(undefined, { targets: orders.targets, leftOut: [] })
  const listening = orders.sources?.map((source) =>
    source.watch((found) => !stop.aborted && fleet.tell(source.name, found), stop),
  )
  await stopped
  await Promise.all([...(listening ?? []), ...loops])
  await outbox.letGo()
  await Promise.all([...sending, reports])
  isOver.abort()
  return counts
}

/**
 * Takes one profile of each target, and what the server asks for beyond it.
 *
 * @throws NoList of the first source that has none
 */
export async function runOnce(deps: AgentDeps, orders: Orders, stop: AbortSignal): Promise<Counts> {
  const { fleet, pulling, outbox, counts, cut } = assemble(deps, orders, stop, () => undefined)
  stop.addEventListener('abort', () => cut.abort(), { once: true })
  await outbox.flush()
  if (orders.targets.length > 0) fleet.tell(undefined, { targets: orders.targets, leftOut: [] })
  for (const source of orders.sources ?? []) fleet.tell(source.name, await source.read(cut.signal))
  await Promise.all(
    fleet.all().map((one) =>
      pulling.lanes.others(async () => {
        await collectAndDeliver(pulling, one, 'goroutine')
        const { due } = one.plan
        const wanted = ['goroutine debug=2', 'sockets'] as const
        for (const kind of wanted) if (due[kind] !== undefined) await collectAndDeliver(pulling, one, kind)
      }),
    ),
  )
  await outbox.flush()
  return counts
}

/** Every push that was collected has been taken, and nothing waits from before. */
export const isAllSent = (counts: Counts, spool: Spool): boolean =>
  counts.failed + counts.dropped + counts.refused + spool.size === 0

interface Assembled {
  readonly fleet: Fleet
  readonly pulling: Pulling
  readonly outbox: Outbox
  readonly counts: Counts
  /** Ends what is under way. */
  readonly cut: AbortController
  /** Nothing is under way any more. */
  readonly isOver: AbortController
}

/** @param begun hears of each target that is watched from now on */
function assemble(
  deps: AgentDeps,
  { server, habits, said }: Orders,
  stop: AbortSignal,
  begun: (one: Watched) => void,
): Assembled {
  const { clock, random, spool, log } = deps
  const counts = noCounts()
  const [cut, isOver] = [new AbortController(), new AbortController()]
  const collecting = { ...deps, now: clock.now }
  const fleet = new Fleet({
    log,
    now: clock.now,
    begin: (target) => {
      const one = watchedOf(collecting, target, said, habits)
      begun(one)
      return one
    },
    // Its place in the slot stays: a slot never gets two profiles.
    change: (one, target) => {
      one.target = target
      one.collect = collectorOf(collecting, target, said)
    },
    leave: (one) => one.end.abort(),
  })
  const ofItem = ({ path }: PushItem): Watched | undefined => {
    const query = new URLSearchParams(path.slice(path.indexOf('?')))
    return fleet.find(query.get('service') ?? '', query.get('instance') ?? '')
  }
  const sendMany = manySender({ server, signal: cut.signal, fetch: deps.fetch, now: clock.now })
  const sendAndTell: SendMany = async (items) => {
    const answers = await sendMany(items)
    for (const [i, item] of items.entries()) {
      const one = answers[i]?.is === 'taken' ? ofItem(item) : undefined
      if (one === undefined || one.isConnected) continue
      one.isConnected = true
      const { service, instance } = one.target
      log('connected', { service, instance, says: 'first profile accepted' })
    }
    return answers
  }
  const onNext = (item: PushItem, next: Next): void => {
    const one = ofItem(item)
    if (one !== undefined) one.plan = obey(one.plan, next, clock.now(), random)
  }
  const outbox = new Outbox({ ...deps, send: sendAndTell, counts, onNext, spool }, stop)
  const lanes = { answering: pLimit(ANSWERING), others: pLimit(OTHERS) }
  const room = new BodyRoom(DEFAULT_ROOM)
  const pulling = { ...collecting, outbox, counts, room, lanes, cut: cut.signal }
  return { fleet, pulling, outbox, counts, cut, isOver }
}

/** The counts, now and then. */
async function report(
  { clock, log, spool }: AgentDeps,
  { counts, fleet, outbox }: Assembled,
  stop: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleep(REPORT_EVERY, stop)
    if (stop.aborted) return
    log('counts', { ...counts, waiting: spool.size + outbox.held, targets: fleet.size })
  }
}
