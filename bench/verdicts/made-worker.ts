import { parentPort, workerData } from 'node:worker_threads'
import { BASELINES, DETECTORS } from './baselines/all.ts'
import { methodsFrom, type WithMethods } from './given-methods.ts'
import { type MadeJob, madeCases } from './made-cases.ts'
import { type Scored, scoreMade } from './operating/scored.ts'
import { type Outcome, playCase } from './play.ts'
import { TIDEMARK } from './tidemark.ts'

/** What a worker tells of its part of the made cases. */
export interface PlayedCases {
  readonly outcomes: readonly Outcome[]
  readonly scored: readonly Scored[]
}

const played = { outcomes: [] as Outcome[], scored: [] as Scored[] } satisfies PlayedCases
const { job, methods } = workerData as WithMethods<MadeJob>
const others = [...BASELINES, ...(await methodsFrom(methods))]
for (const made of madeCases(job)) {
  played.outcomes.push(...playCase(made, [TIDEMARK, ...others]))
  played.scored.push(...scoreMade(made, DETECTORS))
}

/** Plays its part on a core of its own. */
parentPort?.postMessage(played)
