import { parentPort, workerData } from 'node:worker_threads'
import { BASELINES, DETECTORS } from '../baselines/all.ts'
import { methodsFrom, type WithMethods } from '../given-methods.ts'
import { playRecorded } from './play.ts'

/** Plays one recorded case on a core of its own. */
const { job, methods } = workerData as WithMethods<string>
parentPort?.postMessage(await playRecorded(job, [...BASELINES, ...(await methodsFrom(methods))], DETECTORS))
