import { parentPort, workerData } from 'node:worker_threads'
import { BASELINES } from '../baselines/all.ts'
import { TIDEMARK } from '../tidemark.ts'
import { type BatteryJob, playBattery } from './play-battery.ts'

/** Plays its part of the battery on a core of its own. */
parentPort?.postMessage(playBattery(workerData as BatteryJob, [TIDEMARK, ...BASELINES]))
