import type { Method } from '../method.ts'
import { type Outcome, playCase } from '../play.ts'
import { makeCase } from './made-case.ts'
import { plansOf } from './plans.ts'

/** The seeds of the published figures. */
export const SEEDS: readonly number[] = [1, 2, 3]

/** A part of the battery: of one seed the cases whose number leaves a rest. */
export interface BatteryJob {
  readonly seed: number
  readonly every: number
  readonly rest: number
}

/** Plays these cases before each method. */
export function playBattery({ seed, every, rest }: BatteryJob, methods: readonly Method[]): Outcome[] {
  const plans = plansOf(seed).filter((_, i) => i % every === rest)
  return plans.flatMap((plan) => playCase(makeCase(plan), methods))
}
