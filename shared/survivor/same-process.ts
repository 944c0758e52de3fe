/** Are two dumps of one process? Names and start times may be missing or wrong; goroutines are not. */

import { NO_WORDS } from '#shared/goroutine/roster.ts'
import { contradicts, sameWords } from './individual.ts'
import { type Observation, sizeOf } from './observation.ts'

/** Share of the goroutines with one id in both whose origins may differ: two functions whose names are cut alike. */
const MOST_CONTRADICTIONS = 0.02
/** Ids only rise. Beside a restart they begin again at 1; a burst that is over leaves at most that much behind. */
const FALLEN = 0.5
/** Below this many goroutines ever started a fall is no more than the handlers of two requests. */
const LEAST_STARTED = 500
/** Goroutines with the same id and stack that must be compared by their words before those speak. */
const LEAST_COMPARED = 4
/** Words have 16 bits: of eight times fewer than that some are equal by chance in one case of 8. */
const BY_CHANCE = 0x10000 / 8

/**
 * Whether the later dump can be of the process of the earlier one.
 *
 * A goroutine never changes where it began and who started it: an id that says otherwise is of another process. Those
 * that wait since the start keep their argument words, where another process has other addresses. Ids that begin
 * again are those of a restart.
 */
export function sameProcess(earlier: Observation, later: Observation): boolean {
  if (later.newest < earlier.newest * FALLEN && earlier.newest > LEAST_STARTED) return false
  const known = new Map<number, readonly [stack: string, words: number, origin: number]>()
  for (const { signature, ids, words, origins } of earlier.stacks)
    for (const [i, id] of ids.entries()) known.set(id, [signature, words[i] ?? 0, origins[i] ?? 0])
  let [common, contradictions, compared, equal] = [0, 0, 0, 0]
  for (const { signature, ids, words, origins } of later.stacks)
    for (const [i, id] of ids.entries()) {
      const was = known.get(id)
      if (was === undefined) continue
      const [stack, before, origin] = was
      const now = words[i] ?? 0
      common++
      if (contradicts(origin, origins[i] ?? 0)) contradictions++
      if (stack !== signature || before === NO_WORDS || now === NO_WORDS) continue
      compared++
      if (sameWords(before, now)) equal++
    }
  // Both have the goroutine of main.main, unless they are cut or sampled.
  if (common === 0) return earlier.isCut || later.isCut
  if (contradictions > MOST_CONTRADICTIONS * common) return false
  return compared < LEAST_COMPARED || equal * BY_CHANCE > compared
}

/**
 * Observations under one name, as processes: each one's in time order, each time once. Two processes that take turns
 * are told apart, too.
 *
 * @param observations in any order, repeated ones allowed
 */
export function processesIn(observations: readonly Observation[]): (readonly Observation[])[] {
  const lives: Observation[][] = []
  for (const next of observations.toSorted((a, b) => a.at - b.at)) {
    const life = lives.findLast((known) => sameProcess(known.at(-1) as Observation, next))
    if (life === undefined) lives.push([next])
    else if (life.at(-1)?.at === next.at) life[life.length - 1] = larger(life.at(-1) as Observation, next)
    else life.push(next)
  }
  return lives
}

/** Of two dumps of one second, the one that shows more. */
const larger = (a: Observation, b: Observation): Observation => (sizeOf(b) > sizeOf(a) ? b : a)
