import { type Random, randomOf } from '#bench/verdicts/battery/random.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

/** What runs: rows in memory, the database of `tidemark serve`, or the adapters of AWS over emulators. */
export type WorldKind = 'memory' | 'sqlite' | 'aws'

/** What goes wrong. */
export type FaultKind =
  /** A request is not carried out. */
  | 'failing'
  /** It is carried out, and its answer does not arrive. */
  | 'lost'
  /** It takes minutes. */
  | 'slow'
  /** The process that asks ends there. */
  | 'kill'
  /** It ends with the power: what was being written is torn. */
  | 'torn'
  /** Nothing new can be written. */
  | 'full'
  /** Messages are delivered more than once. */
  | 'twice'
  /** They are delivered in any order. */
  | 'shuffled'
  /** Two of everything work at once. */
  | 'two workers'
  /** A pod reaches nobody, and sends everything later. */
  | 'offline'
  /** The judge does not run. */
  | 'no judge'
  /** The clock is wrong. */
  | 'clock'

/** What works: on AWS each is a process of its own, locally all are one. */
export type Worker = 'api' | 'index' | 'plan' | 'judge' | 'other judge' | 'reconcile'

export interface Fault {
  readonly kind: FaultKind
  /** Whose requests it befalls; undefined: everybody's. */
  readonly who?: Worker | undefined
  /** Milliseconds since the story began. */
  readonly from: number
  readonly to: number
  /** Share of the requests that it befalls; of `clock` the error in milliseconds. */
  readonly size: number
}

export interface Schedule {
  readonly seed: number
  readonly world: WorldKind
  readonly faults: readonly Fault[]
}

/** Milliseconds of a story in which things may go wrong. */
export interface Stormy {
  readonly from: number
  readonly to: number
}

const KINDS: readonly FaultKind[] = [
  'failing',
  'lost',
  'slow',
  'kill',
  'torn',
  'full',
  'twice',
  'shuffled',
  'two workers',
  'offline',
  'no judge',
  'clock',
]
const LEAST_FAULTS = 2
const MOST_FAULTS = 10
const LONGEST = 5 * HOUR
const SHORTEST = 15 * MINUTE
/** A clock is wrong by at most this much. */
const WRONG = 3 * HOUR
/** One of them may be cut off while the others work. */
const WHO: readonly (Worker | undefined)[] = [undefined, undefined, 'api', 'index', 'judge']
/** Shares of requests: of those that end a process few, or nothing would ever be done. */
const LARGEST: Partial<Record<FaultKind, number>> = {
  failing: 0.7,
  lost: 0.4,
  slow: 0.2,
  kill: 0.1,
  torn: 0.05,
}
/** Of the largest share. */
const LEAST_SHARE = 0.1
/** Of so many schedules one is played over AWS's adapters, which take twenty times as long. */
const AWS_EACH = 50

/** The schedule of a seed: the same on every machine. */
export function scheduleOf(seed: number, storms: readonly Stormy[]): Schedule {
  const random = randomOf(seed)
  const world = seed % AWS_EACH === 0 ? 'aws' : pick(random, ['memory', 'sqlite'] as const)
  const count = LEAST_FAULTS + whole(random, MOST_FAULTS - LEAST_FAULTS + 1)
  const faults = Array.from({ length: count }, () => faultOf(random, pick(random, storms)))
  return { seed, world, faults: faults.toSorted((a, b) => a.from - b.from) }
}

function faultOf(random: Random, { from: begin, to: end }: Stormy): Fault {
  const kind = pick(random, KINDS)
  const from = begin + random.uniform() * (end - begin)
  const to = Math.min(end, from + SHORTEST + random.uniform() ** 2 * LONGEST)
  const size =
    kind === 'clock'
      ? WRONG * (2 * random.uniform() - 1)
      : (LARGEST[kind] ?? 1) * Math.max(LEAST_SHARE, random.uniform() ** 2)
  return { kind, who: pick(random, WHO), from: Math.round(from), to: Math.round(to), size }
}

/** A whole number from 0 to one less than `count`. */
export const whole = (random: Random, count: number): number => Math.floor(random.uniform() * count)

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[whole(random, items.length)] as Item

/** What is wrong at a time. */
export const faultsAt = ({ faults }: Schedule, at: number): Fault[] =>
  faults.filter(({ from, to }) => from <= at && at < to)
