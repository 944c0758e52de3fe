import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { sameName } from '../recorded/name.ts'
import type { LivedProcess } from './case-of.ts'
import type { Plan } from './plan.ts'

/** Share of the goroutines lost that must stand in the last profile: some are lost after it. */
const LEAST_SEEN = 0.8

/**
 * Holds what a program counted against its last profile: a library whose newest version has no such goroutine any more
 * makes a case that says it leaks and does not.
 *
 * @throws Error that names the leak and the process
 */
export async function confirmLosses(
  { leaks }: Plan,
  directory: string,
  processes: readonly LivedProcess[],
): Promise<void> {
  for (const { planned, folder, life } of processes)
    for (const [name, { goroutines }] of Object.entries(life.lost)) {
      const last = life.profiles.findLast(({ debug }) => debug === 0)
      if (last === undefined) continue
      const seen = await goroutinesIn(join(directory, folder, last.file), leaks[name]?.any ?? [])
      if (seen < LEAST_SEEN * goroutines)
        throw new Error(
          `${planned.instance} counted ${goroutines} goroutines lost to ${name}, and ${last.file} has ${seen}`,
        )
    }
}

/** @param any functions; a stack counts if it has one of them */
async function goroutinesIn(path: string, any: readonly string[]): Promise<number> {
  const reading = await readProfile(await readFile(path), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(`${path}: ${reading.broken.detail}`)
  return reading.profile.groups
    .filter(({ frames }) => frames.some((frame) => any.some((listed) => sameName(frame, listed))))
    .reduce((total, { count }) => total + count, 0)
}
