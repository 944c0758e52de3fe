import type { Random } from '#bench/verdicts/battery/random.ts'
import { StorageFullError } from '#shared/store/store-error.ts'
import { MINUTE } from '#shared/time.ts'
import type { Fault as WireFault } from '#test/support/faulty-aws.ts'
import type { Request } from './faulty-ports.ts'
import { type FaultKind, faultsAt, type Schedule, type Worker } from './schedule.ts'
import type { Turn } from './turns.ts'

/** A process that ended while it waited for an answer. */
class Killed extends Error {}

/** One life of a process. */
export interface Life {
  isOver: boolean
}

/** Requests of one piece of work; one that makes more than this goes round in a loop. */
const MOST_REQUESTS = 3_000
/** What a slow request takes at most: longer than a lease of the judge. */
const SLOWEST = 8 * MINUTE

/** Virtual time, and what is wrong now. */
export interface Weather {
  /** Milliseconds since the story began. */
  at: number
  /** Some piece of work made more requests than any should. */
  isEndless: boolean
  /** The clock of the machine, milliseconds since the epoch. */
  readonly now: () => number
  readonly is: (kind: FaultKind) => boolean
  /** What befalls a try of a request between the SDK and AWS. */
  readonly onWire: () => WireFault
  /** Requests of a piece of work in a life of a process. */
  readonly requests: (worker: Worker, life: Life, turn: Turn) => Request
}

/**
 * @param begin of the story, milliseconds since the epoch
 * @param crash ends every process of the machine
 */
export function weatherOf(
  schedule: Schedule,
  random: Random,
  begin: number,
  crash: (life: Life, isTorn: boolean) => void,
): Weather {
  const befalls = (kind: FaultKind, worker?: Worker): boolean =>
    faultsAt(schedule, weather.at).some(
      ({ who = worker, ...fault }) => fault.kind === kind && who === worker && random.uniform() < fault.size,
    )
  const isOnWire = schedule.world === 'aws'
  const weather: Weather = {
    at: 0,
    isEndless: false,
    now: () => begin + weather.at + wrong(faultsAt(schedule, weather.at)),
    is: (kind) => faultsAt(schedule, weather.at).some((fault) => fault.kind === kind),
    onWire: () => {
      if (befalls('failing')) return random.uniform() < 0.5 ? 'throttled' : 'unavailable'
      return befalls('lost') ? 'lost' : 'none'
    },
    requests: (worker, life, turn) => {
      let made = 0
      return async (isWrite, send) => {
        if (++made > MOST_REQUESTS) weather.isEndless = true
        // Where nothing goes wrong, work need not be interleaved either.
        if (faultsAt(schedule, weather.at).length === 0) return send()
        await turn()
        if (life.isOver) throw new Killed('it ended before this request')
        if (befalls('slow', worker)) {
          weather.at = Math.max(
            weather.at,
            Math.min(weather.at + random.uniform() * SLOWEST, endOf(schedule, weather.at)),
          )
          await turn()
        }
        if (!isOnWire && befalls('failing', worker)) throw new Error('the store does not answer')
        if (!isOnWire && isWrite && weather.is('full')) throw new StorageFullError('the disk is full')
        const isLost = !isOnWire && befalls('lost', worker)
        const end = (['kill', 'torn'] as const).find((kind) => befalls(kind, worker))
        const answer = end !== undefined && random.uniform() < 0.5 ? undefined : send()
        if (end !== undefined) crash(life, end === 'torn')
        const answered = await answer?.catch((error: unknown) => {
          if (!life.isOver) throw error
        })
        if (life.isOver) throw new Killed('it ended during this request')
        if (isLost) throw new Error('the answer of the store is lost')
        return answered as Awaited<ReturnType<typeof send>>
      }
    },
  }
  return weather
}

const wrong = (faults: ReturnType<typeof faultsAt>): number =>
  faults.find(({ kind }) => kind === 'clock')?.size ?? 0

/** Slow requests end with what made them slow. */
const endOf = (schedule: Schedule, at: number): number =>
  Math.max(
    at,
    ...faultsAt(schedule, at)
      .filter(({ kind }) => kind === 'slow')
      .map(({ to }) => to),
  )
