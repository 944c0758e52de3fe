import type { Running } from '#shared/store/directory.ts'
import { HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'

type Head = Pick<Snapshot, 'process' | 'type' | 'at' | 'total'>

/** The processes that were heard of in the last hour, with the goroutines of the newest snapshot of each. */
export function presentTotals(snapshots: Iterable<Head>, now: number): Running {
  const newest = new Map<ProcessId, Head>()
  for (const snapshot of snapshots) {
    if (snapshot.type !== 'goroutine' || snapshot.at < now - HOUR) continue
    const known = newest.get(snapshot.process)
    if (known === undefined || known.at <= snapshot.at) newest.set(snapshot.process, snapshot)
  }
  const goroutines = [...newest.values()].reduce((sum, { total }) => sum + total, 0)
  return { processes: newest.size, goroutines }
}
