import { Rejection } from '#shared/api/reason.ts'
import { findingLink } from '#shared/delivery/link.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { inParallel } from '#shared/history/in-parallel.ts'
import { isPoint, momentOf } from '#shared/history/read-history.ts'
import { hourlyCounts } from '#shared/report/hourly.ts'
import { type Report, reportOf, type ServiceHistory } from '#shared/report/report.ts'
import type { BlockStore } from '#shared/store/block-store.ts'
import type { Directory, Service } from '#shared/store/directory.ts'
import type { JudgeLedger } from '#shared/store/judge-ledger.ts'
import type { SnapshotIndex } from '#shared/store/snapshot-index.ts'
import { DAY, HOUR, hourStart } from '#shared/time.ts'
import { type Block, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import { findingOwners, type OwnerDeps } from './finding-owners.ts'

export interface ReportDeps extends OwnerDeps {
  readonly directory: Directory
  readonly ledger: JudgeLedger
  readonly blocks: BlockStore
  readonly snapshots: SnapshotIndex
}

/** The time of a report, whole hours in milliseconds since the epoch; `to` is exclusive. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** Hour blocks are kept for four days (docs/storage.md): what is older is read from the days. */
const HOURS_KEPT = 3 * DAY

/** Services that are read at one time. */
const AT_ONCE = 8

/** Which services a report is on. */
export interface Wanted {
  /** Those that came later than its time are left out anyway. */
  readonly isWanted?: (service: string) => boolean
  /** More of them are refused. */
  readonly most?: number
}

/**
 * The report on the services of a tenant in a time: findings as they stand now, counts as they were.
 *
 * @param publicUrl origin of the page
 * @param wanted all services
 * @throws Rejection `bad-parameter` where more services than `most` are wanted
 */
export async function makeReport(
  deps: ReportDeps,
  tenant: string,
  { from, to }: Period,
  publicUrl: string,
  now: number,
  { isWanted = () => true, most = Number.POSITIVE_INFINITY }: Wanted = {},
): Promise<Report> {
  const wanted: Service[] = []
  for await (const service of deps.directory.services(tenant))
    if (service.firstSeen < to && isWanted(service.name)) wanted.push(service)
  if (wanted.length > most) {
    throw new Rejection(
      'bad-parameter',
      `The report would be on ${wanted.length} services, ${most} are made on demand; name one with service=, or read the report of a day.`,
      { limit: most, actual: wanted.length },
    )
  }
  const services: ServiceHistory[] = []
  await inParallel(wanted.entries(), AT_ONCE, async ([place, service]) => {
    services[place] = await historyOf(deps, tenant, service, { from, to }, now)
  })
  const ownersOf = await findingOwners(
    deps,
    tenant,
    services.flatMap(({ name, findings }) => (findings.length > 0 ? [name] : [])),
  )
  const linkOf = (finding: Finding) => findingLink(publicUrl, finding)
  return reportOf({ from, to, madeAt: now, services, linkOf, ownersOf })
}

async function historyOf(
  deps: ReportDeps,
  tenant: string,
  { name, lastJudged }: Service,
  { from, to }: Period,
  now: number,
): Promise<ServiceHistory> {
  const { findings, cursor } = await deps.ledger.read(tenant, name)
  const wanted = findings.flatMap(({ verdict }) => verdict.members.map(({ signature }) => signature))
  const counts = hourlyCounts(from, (to - from) / HOUR, wanted, now)
  const step = from < now - HOURS_KEPT ? 'day' : 'hour'
  for await (const block of deps.blocks.range(tenant, name, step, from, to)) counts.add(block)
  const open = { from: Math.max(from, cursor?.closedThrough ?? from), to }
  for (const block of await openHours(deps.snapshots, tenant, name, open)) counts.add(block)
  return { name, lastJudged, findings, hourly: counts.counted() }
}

/** Hours that no judge has put into blocks yet, one block a process and hour. */
async function openHours(
  snapshots: SnapshotIndex,
  tenant: string,
  service: string,
  { from, to }: Period,
): Promise<Iterable<Block>> {
  const blocks = new Map<string, Block>()
  if (from >= to) return []
  for await (const snapshot of snapshots.range(tenant, service, { from, to })) {
    if (!isPoint(snapshot)) continue
    const key = `${hourStart(snapshot.at)}#${snapshot.process}`
    const block = blocks.get(key) ?? hourBlock(snapshot.process, snapshot.at)
    blocks.set(key, block)
    mergeMoments(block, [momentOf(snapshot)])
  }
  return blocks.values()
}
