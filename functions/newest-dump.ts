import { tellsWaits } from '#shared/goroutine/model.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Deps } from './deps.ts'

/** A snapshot sorts by the start of its slot, which is this much before it at most. Milliseconds. */
const MOST_SLOT = 10 * MINUTE
/** Rows of the service read to find one dump. */
const MOST_READ = 2_000

/** The newest full dump that has the stack: a process is asked for one some times a day, and evidence remembers when it came. */
export async function dumpWith(
  deps: Pick<Deps, 'evidence' | 'snapshots'>,
  tenant: string,
  service: string,
  id: SignatureId,
): Promise<Pick<Snapshot, 'id' | 'process' | 'at'> | undefined> {
  let newest: { readonly process: ProcessId; readonly at: number } | undefined
  for await (const { process, dumps } of deps.evidence.all(tenant, service))
    for (const { at, sightings } of dumps)
      if (at > (newest?.at ?? 0) && sightings.some(({ signature }) => signature === id))
        newest = { process, at }
  if (newest === undefined) return undefined
  const { process, at } = newest
  const around = deps.snapshots.range(tenant, service, {
    from: at - MOST_SLOT,
    to: at + SECOND,
    of: (other) => other === process,
    newestFirst: true,
    mostRead: MOST_READ,
  })
  for await (const snapshot of around) if (tellsWaits(snapshot.debug)) return snapshot
  return undefined
}
