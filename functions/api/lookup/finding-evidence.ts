import type { Finding } from '#shared/finding/finding.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import { type AgeBin, ageBins } from '#shared/signature/age-bins.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack } from '#shared/signature/normalise.ts'
import { type Sighting, type SignatureId, signatureId } from '#shared/signature/signature.ts'
import { endpointText } from '#shared/socket/endpoint.ts'
import { iso, isoOrNull } from '#shared/time.ts'
import { type Present, presentOf, soughtIn } from '../../finding-present.ts'
import { sourceOf } from '../../finding-source.ts'
import { type DumpedStack, dumpsWith, newestIn } from '../../newest-dump.ts'
import { readStored, storedProfile } from '../../stored-profile.ts'
import type { ApiDeps } from '../api-deps.ts'

/** Processes shown of each kind of evidence, and groups of sockets of one. */
const MOST_PROCESSES = 20
const MOST_GROUPS = 10

/** What newest dumps and socket tables tell of the stack that names a finding. */
export async function evidenceOf(deps: ApiDeps, tenant: string, finding: Finding) {
  const { service } = finding
  const sought = soughtIn(finding)
  const { dump, latest, newest } = await presentOf(deps, tenant, finding, sought.id)
  const dumped = await dumpsWith(deps, tenant, service, sought.id)
  return {
    waits: await waitsOf(deps, tenant, service, sought.id, dump),
    dumps: newestAges(dumped),
    labels: labelsOf(newest.values()),
    sockets: await socketsOf(deps, tenant, service),
    source: await sourceOf(deps, tenant, service, sought, latest, () =>
      newestIn(deps, tenant, service, dumped),
    ),
  }
}

/** The waits in a full dump that has the stack, goroutine by goroutine; null: there is none, or it is gone. */
async function waitsOf(
  deps: ApiDeps,
  tenant: string,
  service: string,
  id: SignatureId,
  newest: Present['dump'],
): Promise<{ process: string; at: string; bins: readonly AgeBin[] } | null> {
  if (newest === undefined) return null
  const stored = await storedProfile(deps, tenant, service, newest.id)
  if (stored === undefined) return null
  const body = await inflate(stored.body, deps.readLimits.inflatedBytes)
  if (body.answer === 'broken') return null
  const { groups } = await readStored({ key: stored.key, body: body.bytes }, deps.readLimits)
  const waits = groups
    .filter(({ frames }) => signatureId(normaliseStack(frames, normaliseFrame).frames) === id)
    .flatMap(({ waitMinutes }) => [...waitMinutes])
  return { process: newest.process, at: iso(newest.at), bins: ageBins(waits) }
}

/** Ages in the newest dump of each process that has some of the stack, the oldest wait first. */
function newestAges(dumped: readonly DumpedStack[]) {
  const newest = new Map(
    dumped.flatMap(({ process, at, sighting: { ages } }) =>
      ages === undefined ? [] : [[process, { process, at: iso(at), ...ages }] as const],
    ),
  )
  return [...newest.values()].sort((a, b) => b.oldest - a.oldest).slice(0, MOST_PROCESSES)
}

/** Label key → goroutines, over the newest snapshot of each process. */
function labelsOf(newest: Iterable<readonly Sighting[]>) {
  const sums = new Map<string, number>()
  let goroutines = 0
  for (const sightings of newest) {
    for (const { count, labelKeys } of sightings) {
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
  const { readSockets } = await import('#shared/history/read-sockets.ts')
  const found = [...(await readSockets(deps, tenant, service))].slice(0, MOST_PROCESSES)
  return found.map(([process, { at, grouped }]) => ({
    process,
    at: iso(at),
    sockets: grouped.sockets,
    groups: grouped.groups.slice(0, MOST_GROUPS).map(({ side, endpoint, state, count, oldestOpenedAt }) => ({
      side,
      endpoint: endpointText(endpoint),
      state,
      count,
      oldest: isoOrNull(oldestOpenedAt),
    })),
  }))
}
