import { parentPort, workerData } from 'node:worker_threads'
import { BASELINES, DETECTORS } from '../baselines/all.ts'
import { playRecorded } from './play.ts'

/** Plays one recorded case on a core of its own. */
parentPort?.postMessage(await playRecorded(workerData as string, BASELINES, DETECTORS))
