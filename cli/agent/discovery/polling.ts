import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type Found, NoList, type Source } from './source.ts'
import { Trouble } from './trouble.ts'

/** A list that has to be asked for. */
export interface Asked {
  readonly name: string
  /** The list; undefined where it is the same as the last one that was returned. @throws NoList */
  read(signal: AbortSignal): Promise<Found | undefined>
  /** Milliseconds until it is asked again. */
  every(): number
}

/** A source that asks for its list again and again. */
export function polling({ name, read, every }: Asked, { clock, log }: PollingDeps): Source {
  return {
    name,
    read: async (signal) => (await read(signal)) ?? { targets: [], leftOut: [] },
    async watch(tell, stop) {
      const trouble = new Trouble(log, name)
      while (!stop.aborted) {
        try {
          const found = await read(stop)
          trouble.over()
          if (found !== undefined) tell(found)
        } catch (error) {
          if (!(error instanceof NoList)) throw error
          if (!stop.aborted) trouble.note(error)
        }
        await clock.sleep(every(), stop)
      }
    },
  }
}

export interface PollingDeps {
  readonly clock: Clock
  readonly log: Log
}
