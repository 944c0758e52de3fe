import { inflate } from '#shared/goroutine/inflate.ts'
import { openSnapshots } from '#shared/history/open-snapshots.ts'
import { isPoint, PRESENT } from '#shared/history/read-history.ts'
import { readSockets } from '#shared/history/read-sockets.ts'
import { type AgeBin, ageBins } from '#shared/signature/age-bins.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack } from '#shared/signature/normalise.ts'
import { type SignatureId, signatureId } from '#shared/signature/signature.ts'
import { endpointText } from '#shared/socket/endpoint.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Finding } from '#shared/verdict/finding.ts'
import type { ApiDeps } from './app.ts'
import { knownProfile, readStored } from './stored-profile.ts'
import { iso, isoOrNull } from './time.ts'

/** Processes shown of each kind of evidence, and groups of sockets of one. */
const MOST_PROCESSES = 20
const MOST_GROUPS = 10

/** What newest dumps and socket tables tell of the stack that names a finding. */
export async function evidenceOf(deps: ApiDeps, tenant: string, { service, id, verdict }: Finding) {
  const now = deps.now()
  const open = await openSnapshots(deps.snapshots, tenant, service, now - PRESENT, now)
  const ids = new Set([id, ...verdict.members.map(({ signature }) => signature)])
  return {
    waits: await waitsOf(deps, tenant, service, id, open),
    dumps: await dumpsOf(deps, tenant, service, id),
    labels: labelsOf(open, ids),
    sockets: await socketsOf(deps, tenant, service),
  }
}

/** The waits in the newest debug=2 dump that has the stack, goroutine by goroutine. */
async function waitsOf(
  deps: ApiDeps,
  tenant: string,
  service: string,
  id: SignatureId,
  open: readonly Snapshot[],
): Promise<{ process: string; at: string; bins: readonly AgeBin[] } | null> {
  const newest = open.findLast(
    ({ debug, sightings }) =>
      debug === 2 && sightings.some(({ signature, ages }) => signature === id && ages !== undefined),
  )
  if (newest === undefined) return null
  const stored = await knownProfile(deps, tenant, service, newest.id)
  const body = await inflate(stored.body, deps.readLimits.inflatedBytes)
  if (body.answer === 'broken') return null
  const { groups } = await readStored({ key: stored.key, body: body.bytes }, deps.readLimits)
  const waits = groups
    .filter(({ frames }) => signatureId(normaliseStack(frames, normaliseFrame).frames) === id)
    .flatMap(({ waitMinutes }) => [...waitMinutes])
  return { process: newest.process, at: iso(newest.at), bins: ageBins(waits) }
}

/** The newest dump of each process that had ages of the stack, the oldest wait first. */
async function dumpsOf({ evidence }: ApiDeps, tenant: string, service: string, id: SignatureId) {
  const found = []
  for await (const { process, dumps } of evidence.all(tenant, service)) {
    const newest = dumps
      .flatMap(({ at, sightings }) => {
        const ages = sightings.find(({ signature }) => signature === id)?.ages
        return ages === undefined ? [] : [{ process, at: iso(at), ...ages }]
      })
      .at(-1)
    if (newest !== undefined) found.push(newest)
  }
  return found.sort((a, b) => b.oldest - a.oldest).slice(0, MOST_PROCESSES)
}

/** Label key → goroutines, over the newest snapshot of each process. */
function labelsOf(open: readonly Snapshot[], ids: ReadonlySet<SignatureId>) {
  const newest = new Map(open.filter(isPoint).map((snapshot) => [snapshot.process, snapshot]))
  const sums = new Map<string, number>()
  let goroutines = 0
  for (const { sightings } of newest.values()) {
    for (const { signature, count, labelKeys } of sightings) {
      if (!ids.has(signature)) continue
      goroutines += count
      for (const [key, n] of labelKeys) sums.set(key, (sums.get(key) ?? 0) + n)
    }
  }
  return {
    goroutines,
    keys: [...sums].map(([key, count]) => ({ key, count })).sort((a, b) => b.count - a.count),
  }
}

async function socketsOf(deps: ApiDeps, tenant: string, service: string) {
  const found = [...(await readSockets(deps, tenant, service))].slice(0, MOST_PROCESSES)
  return found.map(([process, { at, evidence }]) => ({
    process,
    at: iso(at),
    sockets: evidence.sockets,
    groups: evidence.groups.slice(0, MOST_GROUPS).map(({ side, endpoint, state, count, oldestOpenedAt }) => ({
      side,
      endpoint: endpointText(endpoint),
      state,
      count,
      oldest: isoOrNull(oldestOpenedAt),
    })),
  }))
}
