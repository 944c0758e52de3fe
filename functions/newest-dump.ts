import { tellsWaits } from '#shared/goroutine/model.ts'
import type { Sighting, SignatureId } from '#shared/signature/signature.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Deps } from './deps.ts'

/** A snapshot sorts by the start of its slot, which is this much before it at most. Milliseconds. */
const MOST_SLOT = 10 * MINUTE
/** Rows of the service read to find one dump. */
const MOST_READ = 2_000

/** A stack in a full dump, as evidence remembers it. */
export interface DumpedStack {
  readonly process: ProcessId
  /** When the dump was taken, in milliseconds since the epoch, to the second. */
  readonly at: number
  readonly sighting: Sighting
}

/** The full dumps that have the stack, of each process oldest first: the last ones that evidence keeps. */
export async function dumpsWith(
  { evidence }: Pick<Deps, 'evidence'>,
  tenant: string,
  service: string,
  id: SignatureId,
): Promise<DumpedStack[]> {
  const found: DumpedStack[] = []
  for await (const { process, dumps } of evidence.all(tenant, service))
    for (const { at, sightings } of dumps) {
      const sighting = sightings.find(({ signature }) => signature === id)
      if (sighting !== undefined) found.push({ process, at, sighting })
    }
  return found
}

/** The profile of the newest of some dumps, as long as its row is kept: a process is asked for a full dump some times a day. */
export async function newestIn(
  deps: Pick<Deps, 'snapshots'>,
  tenant: string,
  service: string,
  dumps: readonly DumpedStack[],
): Promise<Pick<Snapshot, 'id' | 'process' | 'at'> | undefined> {
  const [first, ...others] = dumps
  if (first === undefined) return undefined
  const { process, at } = others.reduce((newest, one) => (one.at > newest.at ? one : newest), first)
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
