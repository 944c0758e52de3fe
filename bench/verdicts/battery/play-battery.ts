import type { Method } from '../method.ts'
import { type Outcome, playCase } from '../play.ts'
import { type MadeCase, makeCase } from './made-case.ts'
import { plansOf } from './plans.ts'

/** A part: of one seed the cases whose number leaves a rest. */
export interface BatteryJob {
  readonly seed: number
  readonly every: number
  readonly rest: number
}

/** The cases of a part, made one by one: all of them at once fill the memory. */
export function* casesOf({ seed, every, rest }: BatteryJob): Generator<MadeCase> {
  for (const [i, plan] of plansOf(seed).entries()) if (i % every === rest) yield makeCase(plan)
}

/** Plays these cases before each method. */
export const playBattery = (job: BatteryJob, methods: readonly Method[]): Outcome[] =>
  Array.from(casesOf(job), (made) => playCase(made, methods)).flat()
