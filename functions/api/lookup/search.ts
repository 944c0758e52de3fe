import { covers } from '#shared/access/grant.ts'
import type { Finding } from '#shared/finding/finding.ts'
import type { Signature } from '#shared/signature/signature.ts'
import type { Service } from '#shared/store/directory.ts'
import type { ApiDeps, Caller } from '../api-deps.ts'

/** Of each kind in one answer. */
const MOST_FOUND = 20
/** Rows of services and of open findings that are looked through. */
const MOST_SERVICES = 1_000
const MOST_FINDINGS = 500
/** Services whose functions are looked through: those judged last. */
const MOST_WITH_FUNCTIONS = 50
/** Snapshots of each, the newest. */
const SNAPSHOTS = 10
/** Signatures that are read, a kilobyte or two each. */
const MOST_SIGNATURES = 2_000

/** A signature in a service, by the function that was looked for. */
export interface FoundSignature {
  readonly service: string
  readonly signature: Signature
  readonly frame: string
}

export interface Found {
  readonly services: readonly Service[]
  readonly findings: readonly Finding[]
  readonly signatures: readonly FoundSignature[]
  /** What was not searched or is left out, a sentence each. */
  readonly cut: readonly string[]
}

/**
 * Looks for a text in the names of services, in open findings and in the functions that stand in the stacks of the last
 * day, whatever its case. The work is bounded, and the answer says what was left out.
 *
 * @param text each of its words must be there
 */
export async function search(deps: ApiDeps, caller: Caller, text: string): Promise<Found> {
  const cut: string[] = []
  const hasAll = matcherOf(text)
  const services = await first(allowed(deps.directory.services(caller.tenant), caller), MOST_SERVICES)
  if (services.isCut) cut.push(`Only the first ${MOST_SERVICES} services by name were searched.`)
  const findings = await first(allowed(deps.ledger.openFindings(caller.tenant), caller), MOST_FINDINGS)
  if (findings.isCut) cut.push(`Only the ${MOST_FINDINGS} most severe findings were searched.`)
  const signatures = await foundSignatures(deps, caller.tenant, services.items, hasAll, cut)
  const shown = <Item>(name: string, items: readonly Item[]): readonly Item[] => {
    const more = items.length - MOST_FOUND
    if (more > 0) cut.push(`${more} more ${name}${more === 1 ? ' is' : 's are'} not shown.`)
    return items.slice(0, MOST_FOUND)
  }
  return {
    services: shown(
      'service',
      services.items.filter(({ name }) => hasAll(name)),
    ),
    findings: shown(
      'finding',
      findings.items.filter((finding) => hasAll(textOf(finding))),
    ),
    signatures: shown('function', signatures),
    cut,
  }
}

async function foundSignatures(
  { snapshots, signatures, now }: ApiDeps,
  tenant: string,
  services: readonly Service[],
  hasAll: (text: string) => boolean,
  cut: string[],
): Promise<FoundSignature[]> {
  const recent = services.toSorted((a, b) => (b.lastJudged ?? b.firstSeen) - (a.lastJudged ?? a.firstSeen))
  if (recent.length > MOST_WITH_FUNCTIONS)
    cut.push(`Only the functions of the ${MOST_WITH_FUNCTIONS} services judged last were searched.`)
  const seen = await Promise.all(
    recent.slice(0, MOST_WITH_FUNCTIONS).map(async ({ name }) => {
      const newest = await snapshots.newest(tenant, name, now(), SNAPSHOTS)
      return {
        name,
        ids: new Set(newest.flatMap(({ sightings }) => sightings.map(({ signature }) => signature))),
      }
    }),
  )
  const ids = seen.flatMap(({ name, ids }) => [...ids].map((id) => ({ name, id })))
  if (ids.length > MOST_SIGNATURES) cut.push(`Only ${MOST_SIGNATURES} of ${ids.length} stacks were searched.`)
  const looked = Map.groupBy(ids.slice(0, MOST_SIGNATURES), ({ name }) => name)
  const found = [...looked].map(async ([service, stacks]) => {
    const known = await signatures.getMany(
      tenant,
      service,
      stacks.map(({ id }) => id),
    )
    return stacks.flatMap(({ id }) => {
      const signature = known.get(id)
      const frame = signature && frameWith(signature, hasAll)
      return signature === undefined || frame === undefined ? [] : [{ service, signature, frame }]
    })
  })
  return (await Promise.all(found)).flat()
}

/** The own frame where it has the text, else the one nearest to the leaf. */
function frameWith({ frames, ownCode, creator }: Signature, hasAll: (text: string) => boolean) {
  return [ownCode, ...frames, creator].find((frame) => frame !== undefined && hasAll(frame))
}

const textOf = ({ service, assignee, verdict }: Finding): string =>
  [
    service,
    assignee ?? '',
    verdict.version ?? '',
    verdict.cause?.title ?? '',
    ...verdict.members.flatMap(({ stack }) => stack),
  ].join('\n')

function matcherOf(text: string): (text: string) => boolean {
  const words = text.toLowerCase().split(/\s+/)
  return (some) => {
    const lower = some.toLowerCase()
    return words.every((word) => lower.includes(word))
  }
}

/** What a token is not for is as if it were not there. */
async function* allowed<Item extends Service | Finding>(items: AsyncIterable<Item>, { grant }: Caller) {
  for await (const item of items) if (covers(grant, 'service' in item ? item.service : item.name)) yield item
}

async function first<Item>(items: AsyncIterable<Item>, most: number) {
  const taken: Item[] = []
  for await (const item of items) {
    if (taken.length === most) return { items: taken, isCut: true }
    taken.push(item)
  }
  return { items: taken, isCut: false }
}
