import { setTimeout as timeout } from 'node:timers/promises'

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Waits so many milliseconds, or until the signal is aborted. Never throws. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Timers of Node hold at most this, about 25 days. */
const MOST = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    timeout(Math.min(MOST, Math.max(0, ms)), undefined, { signal }).catch(() => undefined),
}
