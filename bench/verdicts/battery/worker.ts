import { parentPort, workerData } from 'node:worker_threads'
import { BASELINES, DETECTORS } from '../baselines/all.ts'
import { type Scored, scoreMade } from '../operating/scored.ts'
import { type Outcome, playCase } from '../play.ts'
import { TIDEMARK } from '../tidemark.ts'
import { type BatteryJob, casesOf } from './play-battery.ts'

/** What a worker tells of its part of the battery. */
export interface PlayedBattery {
  readonly outcomes: readonly Outcome[]
  readonly scored: readonly Scored[]
}

const played = { outcomes: [] as Outcome[], scored: [] as Scored[] } satisfies PlayedBattery
for (const made of casesOf(workerData as BatteryJob)) {
  played.outcomes.push(...playCase(made, [TIDEMARK, ...BASELINES]))
  played.scored.push(...scoreMade(made, DETECTORS))
}

/** Plays its part of the battery on a core of its own. */
parentPort?.postMessage(played)
