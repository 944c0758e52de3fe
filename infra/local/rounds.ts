import { logFailure } from '#functions/log.ts'

/** Work that is done over and over. */
export interface Rounds {
  /** Begins the next round as soon as none is under way. */
  now(): void
  /** Waits for what is under way and starts no more. */
  stop(): Promise<void>
}

/**
 * Begins a round when the one before has ended this long ago, or is asked for; a failure is logged and tried again.
 *
 * @param every milliseconds
 */
export function startRounds(every: number, work: () => Promise<void>): Rounds {
  let stopped = false
  let asked = Promise.withResolvers<void>()
  const loop = async (): Promise<void> => {
    for (;;) {
      const timer = setTimeout(asked.resolve, every)
      await asked.promise
      clearTimeout(timer)
      if (stopped) return
      // Who asks from now on may have come too late for this round.
      asked = Promise.withResolvers()
      await work().catch(logRound)
    }
  }
  const ended = loop()
  return {
    now: () => asked.resolve(),
    stop: async () => {
      stopped = true
      asked.resolve()
      await ended
    },
  }
}

export const logRound = (error: unknown): void => logFailure('a round of the schedule failed', error)
