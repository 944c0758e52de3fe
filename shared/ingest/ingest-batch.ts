import { REASONS, Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import type { SnapshotHead } from '#shared/store/snapshot-row.ts'
import { processId } from '#shared/trend/process.ts'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import { type BatchItem, pushOf } from './batch-request.ts'
import { isLate, markNews } from './index-snapshot.ts'
import type { IngestDeps } from './ingest.ts'
import type { Sender } from './ingest-several.ts'
import { type Receipt, readPush, receipt } from './read-push.ts'
import { type ReadItem, storeBatches } from './store-batches.ts'

/** Services that are looked at at one time: those of the processes of a node. */
const LOOKS = 32
/** How a profile that came in a batch says so. */
const BATCH_SOURCE = 'batch'

/** What became of an item: what a push of its own would have been answered. */
export type ItemOutcome = Taken | Refused

interface Refused {
  readonly name: string
  /** Empty: it does not say which. */
  readonly service: string
  readonly refused: Rejection
}

interface Taken {
  readonly name: string
  readonly service: string
  readonly receipt: Receipt
}

/**
 * Takes in all profiles of a batch: reads and signs each, stores those of free slots together, indexes them.
 *
 * Law: a receipt means that S3 holds the bytes of this slot. An item that is refused leaves nothing behind and stops no other.
 * @returns an outcome for each item, in their order
 * @throws Rejection `storage-unavailable`, `storage-full` and `index-unavailable`: nothing is answered for, all is safe to repeat
 */
export async function ingestBatch(
  deps: IngestDeps,
  sender: Sender,
  items: readonly BatchItem[],
  now: number,
): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = []
  const read = await readItems(deps, sender, items, outcomes, now)
  const held = await heldOf(deps, read)
  const { free, repeated } = partition(read, held)
  const stored = await storeBatches(deps, sender.tenant, free, now)
  const answer = ({ place, read }: ReadItem, outcome: Receipt): void => {
    outcomes[place] = { name: items[place]?.name ?? '', service: read.service, receipt: outcome }
  }
  for (const { item, newSignatures, indexed } of stored)
    answer(item, { ...receipt(item.read, 'stored', newSignatures), indexed })
  for (const { item, same } of repeated) answer(item, receipt(item.read, same ? 'duplicate' : 'coalesced'))
  await markLate(deps, read, held, now)
  count(deps, sender.tenant, items, outcomes)
  return outcomes
}

/** All that can be read; together they may inflate to what a single profile may. */
async function readItems(
  deps: IngestDeps,
  { tenant, mayTouch }: Sender,
  items: readonly BatchItem[],
  outcomes: ItemOutcome[],
  now: number,
): Promise<ReadItem[]> {
  const read: ReadItem[] = []
  let left = deps.readLimits.inflatedBytes
  for (const [place, item] of items.entries()) {
    let service = ''
    try {
      const push = pushOf(item)
      service = push.service
      mayTouch(push.service)
      const bytes = await inflatedBody(item.bytes, left, deps.readLimits.inflatedBytes)
      left -= bytes.length
      const limits = { ...deps, readLimits: { ...deps.readLimits, inflatedBytes: bytes.length } }
      const one = await readPush(limits, { ...push, tenant, source: BATCH_SOURCE, body: bytes }, now)
      // As a push of its own would have been known, so that it is a duplicate when it comes alone.
      const facts = { ...one.facts, sha256: item.sha256 }
      read.push({ place, read: { ...one, facts }, bytes })
    } catch (error) {
      if (!(error instanceof Rejection) || REASONS[error.reason].status >= 500) throw error
      outcomes[place] = { name: item.name, service, refused: error }
    }
  }
  return read
}

/** @throws Rejection */
async function inflatedBody(body: Uint8Array, left: number, limit: number): Promise<Uint8Array> {
  const answer = await inflate(body, Math.max(1, left))
  if (answer.answer === 'inflated') return answer.bytes
  const { reason, detail, ...passed } = answer.broken
  if (reason !== 'inflated-too-large') throw new Rejection(reason, detail, passed)
  throw new Rejection(
    reason,
    `With this profile those of the batch have more than ${limit} bytes after gunzip, which is the limit: send it in another batch, or as debug=0.`,
    { limit, actual: limit - left + body.length },
  )
}

type Held = ReadonlyMap<string, SnapshotHead>
const keyOf = (service: string, id: SnapshotId): string => `${service}\n${id}`

/** What stands in the slots already. The look keeps slots to one snapshot; without an answer a batch is stored all the same. */
async function heldOf({ snapshots }: IngestDeps, items: readonly ReadItem[]): Promise<Held> {
  const services = [...Map.groupBy(items, ({ read }) => read.service)]
  const held = new Map<string, SnapshotHead>()
  const look = async ([service, some]: (typeof services)[number]): Promise<void> => {
    const tenant = some[0]?.read.tenant ?? ''
    const names = some.map(({ read: { id, facts } }) => ({ id, process: processId(facts.process) }))
    const found = await snapshots.inSlots(tenant, service, names).catch((): SnapshotHead[] => [])
    for (const snapshot of found) held.set(keyOf(service, snapshot.id), snapshot)
  }
  for (let i = 0; i < services.length; i += LOOKS) await Promise.all(services.slice(i, i + LOOKS).map(look))
  return held
}

interface Repeated {
  readonly item: ReadItem
  /** These very bytes. */
  readonly same: boolean
}

/** Of several items of one slot the first is taken, as of several pushes. */
function partition(items: readonly ReadItem[], held: Held): { free: ReadItem[]; repeated: Repeated[] } {
  const [free, repeated]: [ReadItem[], Repeated[]] = [[], []]
  const first = new Map<string, string>()
  for (const item of items) {
    const { service, id, facts } = item.read
    const key = keyOf(service, id)
    const before = held.get(key)?.sha256 ?? first.get(key)
    if (before === undefined) free.push(item)
    else repeated.push({ item, same: facts.sha256.startsWith(before) })
    if (!first.has(key)) first.set(key, facts.sha256)
  }
  return { free, repeated }
}

/** Whoever wrote the row of a closed hour may have died before its marks; to mark it again does no harm. */
async function markLate(
  deps: IngestDeps,
  items: readonly ReadItem[],
  held: Held,
  now: number,
): Promise<void> {
  for (const { read } of items) {
    const { tenant, service, lastJudged } = read
    const snapshot = held.get(keyOf(service, read.id))
    if (snapshot === undefined || !isLate(snapshot, now, lastJudged)) continue
    await markNews(deps, tenant, service, snapshot, now, lastJudged).catch((cause) => {
      throw new Rejection('index-unavailable', 'A late profile could not be marked; send the batch again.', {
        cause,
      })
    })
  }
}

/**
 * Once for each outcome, and for each service that was refused: a line of metrics for each profile would cost more than the
 * request, and one for each of the services of a node half as much.
 */
function count(
  { meter }: IngestDeps,
  tenant: string,
  items: readonly BatchItem[],
  outcomes: readonly ItemOutcome[],
): void {
  const counted = outcomes.map((item, place) => ({
    service: item.service,
    isTaken: 'receipt' in item,
    outcome: 'refused' in item ? item.refused.reason : item.receipt.decision,
    bytes: items[place]?.bytes.length ?? 0,
    newSignatures: 'refused' in item ? 0 : item.receipt.newSignatures,
  }))
  const groups = Map.groupBy(counted, ({ service, outcome, isTaken }) =>
    isTaken ? outcome : `${outcome} ${service}`,
  )
  for (const some of groups.values()) {
    const { outcome } = some[0] as (typeof counted)[number]
    const services = Object.fromEntries(
      [...Map.groupBy(some, ({ service }) => service)].map(([service, own]) => [service, own.length]),
    )
    const sum = (of: (one: (typeof counted)[number]) => number) => some.reduce((all, one) => all + of(one), 0)
    const [bytes, newSignatures] = [sum((one) => one.bytes), sum((one) => one.newSignatures)]
    meter.ingested({ tenant, services, outcome, bytes, newSignatures })
  }
}
