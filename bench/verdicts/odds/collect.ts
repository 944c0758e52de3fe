import { basename } from 'node:path'
import { inParallel } from '../in-parallel.ts'
import { FIT_SEEDS, MADE_SETS } from '../made-cases.ts'
import { casesIn } from '../recorded/play.ts'
import type { Example } from './example.ts'
import type { ExampleJob } from './worker.ts'

/** Parts of a seed, so that no core waits for the others. */
const PARTS = 8

/**
 * Every example that weights may be fitted on: made cases of other seeds than the published ones, and recorded cases.
 *
 * @param folders of recorded cases
 */
export async function collectExamples(
  folders: readonly string[],
  workers: number,
  seeds: readonly number[] = FIT_SEEDS,
): Promise<Example[]> {
  const jobs: ExampleJob[] = MADE_SETS.flatMap((set) =>
    seeds.flatMap((seed) => Array.from({ length: PARTS }, (_, rest) => ({ set, seed, every: PARTS, rest }))),
  )
  for (const folder of folders)
    jobs.push(...(await casesIn(folder)).map((directory) => ({ set: basename(folder), directory })))
  return (
    await inParallel<ExampleJob, Example[]>(new URL('worker.ts', import.meta.url), jobs, workers)
  ).flat()
}
