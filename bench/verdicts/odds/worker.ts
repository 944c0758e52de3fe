import { parentPort, workerData } from 'node:worker_threads'
import type { MadeJob } from '../made-cases.ts'
import { type Example, madeExamples, recordedExamples } from './example.ts'

/** A part of the made cases, or one recorded case. */
export type ExampleJob = MadeJob | { readonly set: string; readonly directory: string }

const job = workerData as ExampleJob
const examples: Example[] =
  'directory' in job ? await recordedExamples(job.directory, job.set) : madeExamples(job)

/** Collects its part on a core of its own. */
parentPort?.postMessage(examples)
