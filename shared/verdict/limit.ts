import type { Cause } from '#shared/cause/cause.ts'
import { currentLives } from './current-lives.ts'
import type { Growing } from './growth.ts'
import type { Rate } from './verdict.ts'

/** When growth meets a limit of the process. Hours from the newest count; the bounds are those of the rate. */
export interface TimeToLimit {
  readonly what: 'file descriptors'
  readonly limit: number
  readonly hours: number
  readonly soonest: number
  /** Infinite growth of the slowest rate never gets there: null. */
  readonly latest: number | null
}

/** Soft limit of descriptors that services run under most often (systemd DefaultLimitNOFILE, containerd: 65,536 or more). */
const DESCRIPTORS = 65_536
/** Limits further away than this many hours say nothing: ten years. */
const FAR = 87_600

/**
 * When a leak of connections runs out of descriptors, each of its goroutines holding one; undefined where the cause
 * holds none, or the limit is too far to matter.
 */
export function timeToLimit(
  cause: Cause | undefined,
  growing: readonly Growing[],
  rate: Rate,
): TimeToLimit | undefined {
  if (cause === undefined || !holdsConnection(cause) || !(rate.perHour > 0)) return undefined
  const running = new Set(currentLives(growing.map(({ life }) => life.series)))
  const now = growing.filter(({ life }) => running.has(life.series))
  const most = Math.max(0, ...now.map(({ life }) => life.counts.last.at(-1) ?? 0))
  const left = Math.max(0, DESCRIPTORS - most)
  const hours = left / rate.perHour
  if (hours > FAR) return undefined
  const latest = rate.low95 > 0 ? left / rate.low95 : null
  return { what: 'file descriptors', limit: DESCRIPTORS, hours, soonest: left / rate.high95, latest }
}

/** Causes of net/http, and of clients that wait on the network, keep a socket for each goroutine. */
const holdsConnection = ({ group, match }: Cause): boolean =>
  group === 'A' || match.some(({ any = [] }) => any.some((name) => name.startsWith('net.(*conn)')))
