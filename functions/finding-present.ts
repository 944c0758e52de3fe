import type { Finding } from '#shared/finding/finding.ts'
import { tellsWaits } from '#shared/goroutine/model.ts'
import { AHEAD } from '#shared/history/open-snapshots.ts'
import { isPoint, PRESENT } from '#shared/history/read-history.ts'
import type { Sighting, SignatureId } from '#shared/signature/signature.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { type SoughtStack, type SourceDeps, sourceOf } from './finding-source.ts'
import { dumpsWith, newestIn } from './newest-dump.ts'

/** The lines of source alone. */
export async function newestSourceOf(deps: SourceDeps, tenant: string, finding: Finding) {
  const sought = soughtIn(finding)
  const { latest } = await presentOf(deps, tenant, finding, sought.id)
  const { service } = finding
  return sourceOf(deps, tenant, service, sought, latest, async () =>
    newestIn(deps, tenant, service, await dumpsWith(deps, tenant, service, sought.id)),
  )
}

/** The stack that names the finding, under the id that it has now. */
export function soughtIn({ id, verdict: { members } }: Finding): SoughtStack {
  const member = members.find(({ formerly }) => formerly?.includes(id))
  const { stack, ownCode, creator } = member ?? members[0]
  return { id: member?.signature ?? id, stack, ownCode, creator }
}

export interface Present {
  /** The newest debug=2 dump that has ages of the stack that names the finding. */
  readonly dump: Pick<Snapshot, 'id' | 'process' | 'at'> | undefined
  /** The newest snapshot that has that stack. */
  readonly latest: Pick<Snapshot, 'id' | 'process' | 'at'> | undefined
  /** Of the newest snapshot of each process what it has of the finding. */
  readonly newest: ReadonlyMap<ProcessId, readonly Sighting[]>
}

/** Snapshot by snapshot, in time order: two hours of a large service are more than memory holds. */
export async function presentOf(
  deps: SourceDeps,
  tenant: string,
  { service, verdict }: Finding,
  id: SignatureId,
): Promise<Present> {
  const now = deps.now()
  const ids = new Set([id, ...verdict.members.map(({ signature }) => signature)])
  const open = deps.snapshots.range(tenant, service, { from: now - PRESENT, to: now + AHEAD })
  let dump: Present['dump']
  let latest: Present['latest']
  const newest = new Map<ProcessId, readonly Sighting[]>()
  for await (const snapshot of open) {
    const found = snapshot.sightings.filter(({ signature }) => ids.has(signature))
    if (isPoint(snapshot)) newest.set(snapshot.process, found)
    const sought = found.find(({ signature }) => signature === id)
    if (sought === undefined) continue
    latest = { id: snapshot.id, process: snapshot.process, at: snapshot.at }
    if (tellsWaits(snapshot.debug) && sought.ages !== undefined) dump = latest
  }
  return { dump, latest, newest }
}
