import type { MadeCase } from '../battery/made-case.ts'
import type { BatteryJob } from '../battery/play-battery.ts'
import { makePhenomenon } from './made-phenomenon.ts'
import { phenomenonPlansOf } from './plans.ts'

/** The cases of a part, made one by one. */
export function* phenomenaOf({ seed, every, rest }: BatteryJob): Generator<MadeCase> {
  for (const [i, plan] of phenomenonPlansOf(seed).entries())
    if (i % every === rest) yield makePhenomenon(plan)
}
