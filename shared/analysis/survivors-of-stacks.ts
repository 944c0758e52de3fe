/** Goroutines of one process followed through many dumps: who stays, and do others keep joining them? */

import type { SignatureId } from '#shared/signature/signature.ts'
import { livesIn, staysInStack } from '#shared/survivor/life-stays.ts'
import { observe } from '#shared/survivor/observation.ts'
import { survivorSays } from '#shared/survivor/sentence.ts'
import { type SurvivorWord, survivorsOf } from '#shared/survivor/survivors.ts'
import { HOUR } from '#shared/time.ts'
import type { ReadDump } from './read-dump.ts'

/** What became of the goroutines of one stack over all dumps. */
export interface StackSurvivors {
  readonly word: Exclude<SurvivorWord, 'too-few-dumps'>
  /** Seen in two dumps or more. */
  readonly residents: number
  /** Came after the first dump. */
  readonly joined: number
  readonly left: number
  /** Nobody leaves, or hardly anybody: then counts decide. */
  readonly neverLeaves: boolean
  /** Hours beyond which it was asked whether they leave; null where nobody stayed. */
  readonly olderThan: number | null
  readonly says: string
}

/**
 * By stack, those of which something can be told. None where a dump has no time, or does not tell goroutines apart.
 *
 * @param dumps of one process, oldest first
 */
export function survivorsOfStacks(dumps: readonly ReadDump[]): ReadonlyMap<SignatureId, StackSurvivors> {
  const [first] = dumps
  const observations = dumps.flatMap(({ profile, signed, at, datedBy }) => {
    const observation =
      at === undefined || datedBy !== first?.datedBy ? undefined : observe(profile, signed, at)
    return observation === undefined ? [] : [observation]
  })
  const lives = livesIn(observations)
  const found = new Map<SignatureId, StackSurvivors>()
  for (const stack of new Set(lives.flatMap(({ byStack }) => [...byStack.keys()]))) {
    const survivors = survivorsOf(staysInStack(lives, stack))
    const { word, residents, joined, left, neverLeaves, tail } = survivors
    const says = survivorSays(survivors)
    if (word === 'too-few-dumps' || says === undefined) continue
    const olderThan = tail === undefined ? null : Math.round((tail.age * 10) / HOUR) / 10
    found.set(stack, { word, residents, joined, left, neverLeaves, olderThan, says })
  }
  return found
}
