import { max } from 'd3-array'
import { matchesName } from '#shared/cause/name-pattern.ts'
import type { Intention } from '#shared/settings/settings.ts'
import type { Signature } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Growth } from '../growth/growth.ts'
import { counted, grouped } from '../model/words.ts'

/** Why a stack is meant to stay. */
export interface Intended {
  readonly why: string
}

/** Longer names match only themselves: with two `{n}` and a `**` the time grows with the cube of the length (0.1 s). */
const MOST_CHARACTERS = 500

/**
 * Whether the settings call a stack intended; undefined where they do not, or where a process that runs now holds more
 * of it than they say.
 */
export function intendedBy(
  intentions: readonly Intention[],
  signature: Signature,
  growths: readonly Growth[],
  running: readonly LifeSeries[],
): Intended | undefined {
  const named = intentions.filter((intention) => isNamed(signature, intention))
  if (named.length === 0) return undefined
  const counts = new Map(growths.map(({ life }) => [life.series, life.counts.last.at(-1) ?? 0]))
  const most = max(running, (life) => counts.get(life) ?? 0) ?? 0
  const [intention] = named.filter(({ atMost = Number.POSITIVE_INFINITY }) => most <= atMost)
  return intention === undefined ? undefined : { why: sentence(intention, most) }
}

/** goleak's IgnoreTopFunction, IgnoreAnyFunction and IgnoreCreatedBy; a creator that no dump told is none. */
function isNamed({ frames, entry, creator }: Signature, intention: Intention): boolean {
  if (intention.top !== undefined) return matches(frames[0], intention.top)
  if (intention.any !== undefined)
    return [...frames, entry].some((frame) => matches(frame, intention.any as string))
  return intention.creator !== undefined && matches(creator, intention.creator)
}

const matches = (frame: string | undefined, pattern: string): boolean =>
  frame !== undefined &&
  (frame === pattern || (frame.length <= MOST_CHARACTERS && matchesName(frame, pattern)))

/**
 * `the settings mark any frame main.pump as intended (one per shard); 12 goroutines in the largest process; threshold: at
 * most 50`
 */
function sentence({ top, any, creator, atMost, reason }: Intention, most: number): string {
  const pattern =
    top !== undefined ? `top frame ${top}` : any !== undefined ? `any frame ${any}` : `creator ${creator}`
  const bound =
    atMost === undefined
      ? ''
      : `; ${counted(most, 'goroutine')} in the largest process; threshold: at most ${grouped(atMost)}`
  return `the settings mark ${pattern} as intended${reason === undefined ? '' : ` (${reason})`}${bound}`
}
