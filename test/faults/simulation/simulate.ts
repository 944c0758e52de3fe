import { broken } from './laws.ts'
import { type Played, play } from './play.ts'
import type { Fault, Schedule, WorldKind } from './schedule.ts'
import { openWorld } from './world.ts'

/** What the story comes to without any fault. */
export async function playCalm(world: WorldKind = 'memory'): Promise<Played> {
  const opened = await openWorld({ seed: 0, world, faults: [] })
  try {
    return await play(opened)
  } finally {
    await opened.machine.close()
  }
}

/** Laws that a schedule breaks, a sentence each. */
export async function simulate(schedule: Schedule, calm: Played): Promise<string[]> {
  const world = await openWorld(schedule)
  try {
    return await broken(world, await play(world), calm)
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  } finally {
    await world.machine.close()
  }
}

/** The fewest of its faults with which a schedule still breaks a law. */
export async function shrink(schedule: Schedule, calm: Played): Promise<readonly Fault[]> {
  let { faults } = schedule
  for (const fault of faults) {
    const fewer = faults.filter((one) => one !== fault)
    if ((await simulate({ ...schedule, faults: fewer }, calm)).length > 0) faults = fewer
  }
  return faults
}
