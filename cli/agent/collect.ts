/** Takes one thing of a target and makes pushes of it, with what is known of the process. */

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { iso, MINUTE } from '#shared/time.ts'
import { pushPath } from '../server.ts'
import type { Held } from './body-room.ts'
import { isHere, type Life, lifeOf, listenerOf, startTicks } from './process-facts.ts'
import { type PullDeps, pull } from './pull.ts'
import type { PushItem } from './push-item.ts'
import type { Kind } from './schedule.ts'
import { readSockets } from './sockets.ts'
import { portOf, type Target } from './target.ts'

/** Times that a process which answers is looked for, since it may just have begun; and then milliseconds until the next time. */
const LOOKS = 3
const LOOK_AGAIN = 10 * MINUTE

export interface CollectDeps extends PullDeps {
  /** Where the kernel tells of processes: `/proc`. */
  readonly proc: string
  readonly now: () => number
}

/** What the operator says of all targets. */
export interface Said {
  readonly pid: number | undefined
  readonly version: string | undefined
  readonly labels: Readonly<Record<string, string>>
}

export type Collected =
  | { readonly is: 'taken'; readonly items: readonly PushItem[] }
  | { readonly is: 'absent' }
  | { readonly is: 'failed'; readonly why: string }

/** @param held takes the bytes that are pulled, until they are sent or spooled */
export type Collector = (kind: Kind, signal: AbortSignal, held: Held) => Promise<Collected>

/** Collects of one target; remembers its process from one time to the next, so that /proc is searched once a life. */
export function collectorOf(deps: CollectDeps, target: Target, said: Said): Collector {
  let life: Life | undefined
  /** Profiles that came in a row while /proc showed no process, and when it was looked for last. */
  let [unseen, lookedAt] = [0, 0]

  /** Looking for it means to read every descriptor of the machine. */
  const isHidden = (): boolean =>
    unseen >= LOOKS && deps.now() >= lookedAt && deps.now() < lookedAt + LOOK_AGAIN

  async function currentLife(): Promise<Life | undefined> {
    if (life !== undefined && (await startTicks(deps.proc, life.pid)) === life.ticks) return life
    const pid =
      said.pid ??
      (isHere(target.folder) && !isHidden()
        ? await listenerOf(deps.proc, Number(portOf(target.folder)))
        : undefined)
    life = pid === undefined ? undefined : await lifeOf(deps.proc, pid)
    return life
  }

  const factsOf = (process: Life | undefined, at: number) => ({
    service: target.service,
    instance: target.instance,
    start: startOf(process?.startedAt ?? target.startedAt),
    version: said.version ?? target.version ?? process?.version,
    at: iso(at),
  })

  async function profile(
    kind: Exclude<Kind, 'sockets'>,
    signal: AbortSignal,
    held: Held,
  ): Promise<Collected> {
    const type = kind === 'goroutineleak' ? 'goroutineleak' : 'goroutine'
    const before = await currentLife()
    const at = deps.now()
    const pulled = await pull(deps, target, type, kind === 'goroutine debug=2' ? 2 : 0, signal, held)
    if (pulled.is !== 'taken') return pulled
    if (before !== undefined) unseen = 0
    else if (!isHidden()) [unseen, lookedAt] = [unseen + 1, at]
    if (before !== undefined && (await startTicks(deps.proc, before.pid)) !== before.ticks)
      return { is: 'failed', why: 'the process was restarted meanwhile' }
    const labels = Object.entries({ ...target.labels, ...said.labels }).map(
      ([key, value]) => [`label.${key}`, value] as const,
    )
    const path = pushPath({ ...factsOf(before, at), type, ...Object.fromEntries(labels) })
    return { is: 'taken', items: [{ path, body: pulled.body }] }
  }

  async function sockets(): Promise<Collected> {
    const process = await currentLife()
    const at = deps.now()
    const tables = process === undefined ? undefined : await readSockets(deps.proc, process.pid)
    if (tables === undefined) return { is: 'absent' }
    const items = tables.map(async ({ tool, text }) => ({
      path: pushPath({ ...factsOf(process, at), tool }, 'sockets'),
      body: new Uint8Array(await promisify(gzip)(text)),
    }))
    return { is: 'taken', items: await Promise.all(items) }
  }

  return (kind, signal, held) => (kind === 'sockets' ? sockets() : profile(kind, signal, held))
}

const startOf = (at: number | undefined): string | undefined => (at === undefined ? undefined : iso(at))
