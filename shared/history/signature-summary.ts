import { max, min } from 'd3-array'
import type { SignatureId } from '#shared/signature/signature.ts'
import { theilSenSlope } from '#shared/statistics/theil-sen.ts'
import type { KnownSignature, SignatureIndex } from '#shared/store/signature-index.ts'
import { HOUR } from '#shared/time.ts'
import { lowWater } from '#shared/trend/low-water.ts'
import { heldTotals, standingLives } from '#shared/trend/running.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { ServiceLives } from './read-lives.ts'

/** How a signature of a service stands: a row of a table, not a verdict. */
export interface SignatureSummary {
  readonly signature: KnownSignature
  /** Goroutines now: the last counts of the processes that run, added up; where none does, of those that ran last. */
  readonly count: number
  /** The same of its lowest low-water mark in the last eighth of the range. */
  readonly low: number
  /** Goroutines per hour: what the finding on it says, else the slope of the low water of the process that grows most. */
  readonly perHour: number
  readonly states: Readonly<Record<string, number>>
}

/**
 * @param only one signature instead of all
 * @param told rates that verdicts give, in one process: a table says nothing else of them
 */
export async function readSummary(
  index: SignatureIndex,
  tenant: string,
  service: string,
  { lives, states, now }: ServiceLives,
  only?: SignatureId,
  told: ReadonlyMap<SignatureId, number> = new Map(),
): Promise<SignatureSummary[]> {
  const seen = new Set(lives.flatMap(({ counts }) => [...counts.keys()]))
  const ids = only === undefined ? [...seen] : [only].filter((id) => seen.has(id))
  const known = await index.getMany(tenant, service, ids)
  const running = standingLives(lives, now)
  return [...known.values()].map((signature) => {
    const rates = running
      .map((life) => waterOf(life, signature.id))
      .map(({ times, marks }) => theilSenSlope(times, marks) * HOUR)
    return {
      signature,
      count: sum(running, (life) => life.counts.get(signature.id)?.last.at(-1) ?? 0),
      low: sum(running, (life) => min(lastEighth(waterOf(life, signature.id).marks)) ?? 0),
      perHour: told.get(signature.id) ?? Math.max(0, ...rates.filter(Number.isFinite)),
      states: Object.fromEntries(states.get(signature.id) ?? []),
    }
  })
}

/** Points of a small picture. */
const LEVELS = 24

/**
 * Goroutines of a stack in all processes that ran, at equal times from the first snapshot to the last: what a small picture
 * shows. Empty where nothing was seen.
 */
export function levelsOf({ lives }: Pick<ServiceLives, 'lives'>, id: SignatureId): number[] {
  const from = min(lives, ({ times }) => times[0])
  const to = max(lives, ({ times }) => times.at(-1))
  if (from === undefined || to === undefined) return []
  const at = Float64Array.from({ length: LEVELS }, (_, i) => from + ((to - from) * i) / (LEVELS - 1))
  return [...heldTotals(lives, ({ counts }) => counts.get(id)?.last, at).sums]
}

const EMPTY = new Float64Array()

function waterOf({ times, counts }: LifeSeries, id: SignatureId) {
  const found = counts.get(id)
  return found === undefined ? { times: EMPTY, marks: EMPTY } : lowWater(times, found.low)
}

const lastEighth = (marks: Float64Array): Float64Array => marks.subarray(-Math.max(1, marks.length >> 3))

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)
