import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import { spanOf } from '#shared/trend/low-water.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { isLongEnough, LEAST_POINTS, longEnoughAfter } from '../growth/standing.ts'
import type { Watched } from '../life/watched.ts'
import { foundBy } from '../model/rule.ts'
import type { Assessed } from './assessed.ts'

/** A service of which no process was seen for long enough to be judged: silence says nothing yet. */
export interface Learning {
  /** Of the process that was seen most often. */
  readonly snapshots: number
  /** Snapshots that a verdict needs. */
  readonly needed: number
  /** Milliseconds between two snapshots; undefined where one came. */
  readonly interval: number | undefined
  /**
   * When the first process has enough at this pace, milliseconds since the epoch; undefined where nobody can tell: one
   * snapshot came, or no process reports.
   */
  readonly firstVerdictAt: number | undefined
  /** Stacks that rise already, the fastest first. */
  readonly rising: readonly Rising[]
}

/** A stack whose low water rises in a process too young to be judged. */
export interface Rising {
  readonly signature: SignatureId
  /** Its frame of own code, or what the go statement started. */
  readonly place: string
  /** Low water of the process in which it rises fastest. */
  readonly from: number
  readonly to: number
  readonly perHour: number
}

/** Rising stacks that are kept: whoever waits for a verdict looks at the first. */
const MOST_RISING = 5

/** What a service shows before it can be judged; undefined where it can be. */
export function learningOf(
  { lives, running }: Pick<Watched, 'lives' | 'running'>,
  assessed: readonly Assessed[],
): Learning | undefined {
  if (lives.some((life) => isLongEnough({ times: life.times, spanHours: spanOf(life.times) / HOUR })))
    return undefined
  const young = running.length > 0 ? running : lives
  const [most] = young.toSorted((a, b) => b.times.length - a.times.length)
  const due = running.flatMap((life) => enoughAt(life) ?? [])
  return {
    snapshots: most?.times.length ?? 0,
    needed: LEAST_POINTS,
    interval: most && intervalOf(most),
    firstVerdictAt: due.length === 0 ? undefined : Math.min(...due),
    rising: assessed
      .flatMap(risingIn)
      .sort((a, b) => b.perHour - a.perHour || (a.signature < b.signature ? -1 : 1))
      .slice(0, MOST_RISING),
  }
}

const intervalOf = ({ times }: LifeSeries): number | undefined =>
  times.length < 2 ? undefined : spanOf(times) / (times.length - 1)

function enoughAt(life: LifeSeries): number | undefined {
  const interval = intervalOf(life)
  return interval === undefined
    ? undefined
    : (life.times[0] as number) + longEnoughAfter(interval / HOUR) * HOUR
}

function risingIn({
  signature: { id, ownCode, entry, frames },
  growths,
  intended,
  family,
}: Assessed): Rising[] {
  if (intended !== undefined || family !== undefined) return []
  const [fastest] = growths
    .flatMap(({ rules }) => foundBy(rules, 'low-water-rises') ?? [])
    .flatMap(({ fired, figures }) => (fired && 'perHour' in figures ? [figures] : []))
    .sort((a, b) => b.perHour - a.perHour)
  if (fastest === undefined) return []
  const { from, to, perHour } = fastest
  return [{ signature: id, place: ownCode ?? entry ?? frames[0] ?? id, from, to, perHour }]
}
