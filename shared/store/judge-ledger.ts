import type { Finding } from '#shared/finding/finding.ts'
import { HOUR } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import type { QuietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import { findingOf, findingRow } from './finding-row.ts'
import { closedFindingKey, isRowOf, openFindingKey, parseLateKey, rowKey } from './keys.ts'
import { packQuiet, unpackQuiet } from './packed-quiet.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** How far a service has been judged. Milliseconds since the epoch. */
export interface Cursor {
  /** All hours before this one are in blocks. */
  readonly closedThrough: number
  /** Of that hour the processes up to this one, in the order of their ids; undefined: none. */
  readonly closedInto?: ProcessId | undefined
  /** undefined: hours were closed, and no run has come to a verdict yet. */
  readonly judgedAt: number | undefined
}

/** How far a run has closed hours. */
export type ClosedTo = Pick<Cursor, 'closedThrough' | 'closedInto'>

/** How far the hours of one part of a service that is spread are closed; it may be ahead of the service. */
export interface PartCursor {
  /** undefined: as far as the service. */
  readonly closed: ClosedTo | undefined
  /** Until when a run holds it. */
  readonly leaseUntil: number
}

/** An hour, or a part of it, that is to be read again: profiles were indexed from the bucket after it was closed. */
export interface LateMark {
  readonly hour: number
  /** Of a service that is spread; empty: all of the hour. */
  readonly part: string
  /** The snapshot that came late; a later mark has another. */
  readonly snapshot: string
}

/** One snapshot that came after its hour was closed. */
export interface LateSnapshot {
  readonly hour: number
  readonly process: ProcessId
  readonly snapshot: SnapshotId
}

/** All that a judge remembers of a service. */
export interface JudgeState {
  readonly cursor: Cursor | undefined
  readonly parts: ReadonlyMap<string, PartCursor>
  readonly findings: readonly Finding[]
  readonly late: readonly LateMark[]
}

/** A lease that is to end so much later than the one that is asked for, in milliseconds, is of a clock that was wrong: it holds nobody. */
const WRONG_CLOCK = HOUR
/** Marks outlive any outage that the rows of their snapshots survive. */
const MARK_DAYS = 4

/** What judges write, and the lease that keeps two of them from one service. */
export interface JudgeLedger {
  /** One query. */
  read(tenant: string, service: string): Promise<JudgeState>
  /**
   * false: another owner holds it. Times are milliseconds.
   *
   * @param part of a service that is spread: who writes its blocks holds it
   */
  lease(
    tenant: string,
    service: string,
    owner: string,
    until: number,
    now: number,
    part?: string,
  ): Promise<boolean>
  /** Moves the cursor on without a verdict and renews the lease; false: the lease was lost meanwhile. */
  keep(
    tenant: string,
    service: string,
    owner: string,
    closed: ClosedTo,
    until: number,
    part?: string,
  ): Promise<boolean>
  /** Moves the cursor and gives the lease back; false: the lease was lost meanwhile. */
  advance(
    tenant: string,
    service: string,
    owner: string,
    cursor: { readonly closedThrough: number; readonly judgedAt: number },
  ): Promise<boolean>
  /** Gives the lease back and leaves the cursor. */
  release(tenant: string, service: string, owner: string, part?: string): Promise<void>
  markLate(tenant: string, service: string, mark: LateMark, now: number): Promise<void>
  /** Marks one snapshot: what costs as much as it is, however large the service. */
  markLateSnapshot(tenant: string, service: string, late: LateSnapshot, now: number): Promise<void>
  /** By hour and process. @param most at most so many, from the oldest hour on */
  lateSnapshots(tenant: string, service: string, most: number): Promise<LateSnapshot[]>
  /** A snapshot never changes: its mark is settled once it is merged. */
  clearLateSnapshot(tenant: string, service: string, late: LateSnapshot): Promise<void>
  /** Removes the mark unless a later snapshot has renewed it. */
  clearLate(tenant: string, service: string, mark: LateMark): Promise<void>
  /** false: the finding that stands there has not the version before this one. */
  putFinding(tenant: string, finding: Finding): Promise<boolean>
  finding(tenant: string, service: string, id: string): Promise<Finding | undefined>
  /** Open findings of a tenant, the most severe first. */
  openFindings(tenant: string): AsyncIterable<Finding>
  /** Those that are resolved, archived or intended, the latest first. */
  closedFindings(tenant: string): AsyncIterable<Finding>
  /** Writes what is no finding; false: that is what stands there. The last of very long ones are left out. */
  putQuiet(tenant: string, service: string, quiet: QuietStacks): Promise<boolean>
  /** undefined: no run has come to a verdict yet. */
  quiet(tenant: string, service: string): Promise<QuietStacks | undefined>
}

export function judgeLedger(rows: RowStore): JudgeLedger {
  return {
    read: async (tenant, service) => {
      const found: Row[] = []
      for await (const row of rows.query(rowKey.judgeState(tenant, service))) found.push(row)
      const cursor = found.find(({ sk }) => sk === 'cursor')
      return {
        cursor: typeof cursor?.closedThrough === 'number' ? cursorOf(cursor) : undefined,
        parts: new Map(found.filter(({ sk }) => sk.startsWith(PART_CURSOR)).map(partOf)),
        findings: found.filter(({ sk }) => isRowOf('finding', sk)).map(findingOf),
        late: found.filter(({ sk }) => isRowOf('late', sk)).map(lateMarkOf),
      }
    },
    lease: (tenant, service, owner, until, now, part) =>
      rows.set(rowKey.cursor(tenant, service, part), { leaseOwner: owner, leaseUntil: until }, [
        { absent: true },
        { below: ['leaseUntil', now] },
        { above: ['leaseUntil', until + WRONG_CLOCK] },
        { equals: ['leaseOwner', owner] },
      ]),
    keep: (tenant, service, owner, { closedThrough, closedInto = '' }, until, part) =>
      rows.set(rowKey.cursor(tenant, service, part), { closedThrough, closedInto, leaseUntil: until }, [
        { equals: ['leaseOwner', owner] },
      ]),
    advance: (tenant, service, owner, { closedThrough, judgedAt }) =>
      rows.set(rowKey.cursor(tenant, service), { closedThrough, closedInto: '', judgedAt, leaseUntil: 0 }, [
        { equals: ['leaseOwner', owner] },
      ]),
    release: async (tenant, service, owner, part) => {
      const key = rowKey.cursor(tenant, service, part)
      await rows.set(key, { leaseUntil: 0 }, [{ equals: ['leaseOwner', owner] }])
    },
    markLate: async (tenant, service, { hour, part, snapshot }, now) => {
      await rows.put({
        ...rowKey.late(tenant, service, hour, part),
        snapshot,
        expires: expiresAt(now + MARK_DAYS * 24 * HOUR),
      })
    },
    markLateSnapshot: async (tenant, service, { hour, process, snapshot }, now) => {
      const key = rowKey.lateSnapshot(tenant, service, hour, process, snapshot)
      await rows.put({ ...key, hour, process, snapshot, expires: expiresAt(now + MARK_DAYS * 24 * HOUR) })
    },
    lateSnapshots: async (tenant, service, limit) => {
      const found: LateSnapshot[] = []
      for await (const row of rows.query({ pk: rowKey.lateSnapshots(tenant, service), limit }))
        found.push({
          hour: row.hour as number,
          process: row.process as string,
          snapshot: row.snapshot as string,
        })
      return found
    },
    clearLateSnapshot: async (tenant, service, { hour, process, snapshot }) => {
      await rows.delete(rowKey.lateSnapshot(tenant, service, hour, process, snapshot))
    },
    clearLate: async (tenant, service, { hour, part, snapshot }) => {
      await rows.delete(rowKey.late(tenant, service, hour, part), [{ equals: ['snapshot', snapshot] }])
    },
    putFinding: (tenant, finding) =>
      rows.put(
        findingRow(tenant, finding),
        finding.version === 1 ? [{ absent: true }] : [{ equals: ['version', finding.version - 1] }],
      ),
    finding: async (tenant, service, id) => {
      const row = await rows.get(rowKey.finding(tenant, service, id))
      return row === undefined ? undefined : findingOf(row)
    },
    openFindings: (tenant) => findingsIn(rows, openFindingKey.all(tenant)),
    closedFindings: (tenant) => findingsIn(rows, closedFindingKey.all(tenant)),
    putQuiet: async (tenant, service, quiet) => {
      const key = rowKey.quiet(tenant, service)
      const packed = packQuiet(quiet)
      const known = await rows.get(key)
      const isKnown = known !== undefined && Buffer.compare(known.packed as Uint8Array, packed) === 0
      return !isKnown && rows.put({ ...key, packed })
    },
    quiet: async (tenant, service) => {
      const row = await rows.get(rowKey.quiet(tenant, service))
      return row === undefined ? undefined : unpackQuiet(row.packed as Uint8Array)
    },
  }
}

/** From the end of the index. */
async function* findingsIn(rows: RowStore, key: ReturnType<typeof openFindingKey.all>) {
  for await (const row of rows.query({ ...key, newestFirst: true })) yield findingOf(row)
}

const PART_CURSOR = 'cursor#'

const cursorOf = (row: Row): Cursor => ({ ...closedOf(row), judgedAt: row.judgedAt as number | undefined })

const partOf = (row: Row): [string, PartCursor] => [
  row.sk.slice(PART_CURSOR.length),
  {
    closed: typeof row.closedThrough === 'number' ? closedOf(row) : undefined,
    leaseUntil: row.leaseUntil as number,
  },
]

const closedOf = (row: Row): ClosedTo => ({
  closedThrough: row.closedThrough as number,
  closedInto: (row.closedInto as string | undefined) || undefined,
})

const lateMarkOf = (row: Row): LateMark => ({ ...parseLateKey(row.sk), snapshot: row.snapshot as string })
