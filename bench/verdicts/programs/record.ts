import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { HOUR } from '#shared/time.ts'
import { type Life, type LivedProcess, seriesOf, truthOf } from './case-of.ts'
import { confirmLosses } from './confirm.ts'
import type { Plan, PlannedProcess } from './plan.ts'

const run = promisify(execFile)

/** Builds a program. @param name its folder here. @returns its path */
export async function build(name: string, to: string): Promise<string> {
  const program = join(to, name)
  await run('go', ['build', '-trimpath', '-o', program, `./${name}`], { cwd: import.meta.dirname })
  return program
}

/**
 * Plays all processes of a plan by one clock and writes the case.
 *
 * @param hours ends the case earlier
 * @throws Error for a process that fails, with what it said, and for losses that its profiles do not show
 */
export async function record(
  plan: Plan,
  program: string,
  directory: string,
  hours = Number.POSITIVE_INFINITY,
): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const epoch = Date.now()
  const seen = new Map<string, number>()
  const planned = plan.processes
    .filter(({ from }) => from < hours)
    .toSorted((a, b) => a.from - b.from)
    .map((process) => {
      const life = (seen.get(process.instance) ?? 0) + 1
      seen.set(process.instance, life)
      const folder = `profiles/${process.instance}/${life}`
      return { process: { ...process, until: Math.min(process.until, hours) }, folder }
    })
  const processes = await Promise.all(
    planned.map(async ({ process, folder }): Promise<LivedProcess> => {
      await setTimeout(Math.max(0, epoch + (process.from * HOUR) / plan.timeScale - Date.now()))
      const dir = join(directory, folder)
      // What a program leaves in its temporary folder goes with the program.
      const env = { ...environment(plan, process, epoch, dir), TMPDIR: dirname(program) }
      await run(program, { env })
      const report = join(dir, 'life.json')
      const life: Life = JSON.parse(await readFile(report, 'utf8'))
      await rm(report)
      return { planned: process, folder, life }
    }),
  )
  await confirmLosses(plan, directory, processes)
  const write = (name: string, value: unknown) =>
    writeFile(join(directory, name), `${JSON.stringify(value, undefined, 1)}\n`)
  await write('series.json', seriesOf(plan, processes))
  await write('truth.json', truthOf(plan, processes))
}

/** What kit/settings.go reads. */
const environment = (
  { start, timeScale, stepMinutes, fullEvery }: Plan,
  { instance, version, until }: PlannedProcess,
  epoch: number,
  dir: string,
): NodeJS.ProcessEnv => ({
  RECORD_EPOCH_MS: `${epoch}`,
  RECORD_START: start,
  RECORD_SCALE: `${timeScale}`,
  RECORD_STEP_MINUTES: `${stepMinutes}`,
  RECORD_FULL_EVERY: `${fullEvery}`,
  RECORD_INSTANCE: instance,
  RECORD_VERSION: version,
  RECORD_UNTIL_HOUR: `${until}`,
  RECORD_DIR: dir,
})
