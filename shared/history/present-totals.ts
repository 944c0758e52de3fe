import { max } from 'd3-array'
import type { Running } from '#shared/store/directory.ts'
import type { SnapshotHead } from '#shared/store/snapshot-index.ts'
import { instanceOf } from '#shared/trend/process.ts'
import { heldUntil, runningLives } from '#shared/trend/running.ts'
import { type LifeSeries, totalsOf } from '#shared/trend/series.ts'
import type { HeldHead } from './newest-heads.ts'

/** What runs of a service whose lives are all known. */
export function runningTotals(lives: readonly LifeSeries[], now: number): Running {
  const running = runningLives(lives, now)
  const goroutines = running.reduce((sum, life) => sum + (totalsOf(life).at(-1) ?? 0), 0)
  return { processes: running.length, goroutines, heldUntil: max(running, heldUntil) }
}

/** What runs of a service by its newest profiles: of each instance the newest one. */
export function presentTotals(heads: Iterable<HeldHead>): Running {
  const newest = newestOfInstances(heads)
  const goroutines = newest.reduce((sum, { total }) => sum + total, 0)
  return { processes: newest.length, goroutines, heldUntil: max(newest, (head) => head.heldUntil) }
}

function newestOfInstances<Head extends SnapshotHead>(heads: Iterable<Head>): Head[] {
  const newest = new Map<string, Head>()
  for (const head of heads) {
    const instance = instanceOf(head.process)
    const known = newest.get(instance)
    if (known === undefined || known.at < head.at) newest.set(instance, head)
  }
  return [...newest.values()]
}
