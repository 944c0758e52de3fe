import type { FunctionName } from '#functions/env.ts'
import type { HotPartition } from './partition-load.ts'

/** What a job took. */
export interface Played {
  readonly job: string
  readonly function: FunctionName
  /** Which part of the whole was played, in words; the figures are of the whole. */
  readonly part: string
  /** Processor seconds of one run, of what SDK and JSON take among them. */
  readonly processorSeconds: number
  /** Seconds of one run: its requests' answers, and its processor time at the share of a core that it has. */
  readonly seconds: number
  /** Seconds of all runs that follow one another until a service is done. */
  readonly chainSeconds?: number
  /** Bytes resident at most. */
  readonly peakBytes: number
  /** Runs of it in a day. */
  readonly runsADay: number
  /** Of a day. */
  readonly readUnits: number
  readonly writeUnits: number
  readonly objectPuts: number
  readonly objectLists: number
  /** Objects read; undefined: none. */
  readonly objectGets?: number
  /** Requests as API Gateway counts them; undefined: none. */
  readonly gatewayRequests?: number
  readonly queueRequests: number
  /** Of the busiest second. */
  readonly hottest: HotPartition | undefined
  /** Seconds that requests waited because a partition had no room. */
  readonly throttledSeconds: number
  /** Bytes logged in a day by the function's own lines. */
  readonly logBytes: number
  /** Bytes of what is stored of a process: an object, and the rows of a profile, an hour and a day. */
  readonly stored?: Stored
}

export interface Stored {
  readonly object: number
  readonly snapshotRow: number
  /** Rows of snapshots of a process and day. */
  readonly snapshotRows: number
  readonly hourRow: number
  readonly dayRow: number
}

/** What a job is played as. */
export type JobName = 'push' | 'plan' | 'close' | 'judge' | 'reconcile' | 'report'
export const JOBS: readonly JobName[] = ['push', 'plan', 'close', 'judge', 'reconcile', 'report']

export const FUNCTION_OF: Readonly<Record<JobName, FunctionName>> = {
  push: 'ingest',
  plan: 'plan-trends',
  close: 'judge-service',
  judge: 'judge-service',
  reconcile: 'reconcile-day',
  report: 'report',
}

/** What a fleet that runs so many hours of a day takes. */
export function inHours(one: Played, hours: number): Played {
  const share = hours / 24
  const { runsADay, readUnits, writeUnits, objectPuts, objectLists, queueRequests, logBytes } = one
  const { objectGets = 0, gatewayRequests = 0, stored } = one
  return {
    ...one,
    runsADay: runsADay * share,
    readUnits: readUnits * share,
    writeUnits: writeUnits * share,
    objectPuts: objectPuts * share,
    objectLists: objectLists * share,
    objectGets: objectGets * share,
    gatewayRequests: gatewayRequests * share,
    queueRequests: queueRequests * share,
    logBytes: logBytes * share,
    ...(stored && { stored: { ...stored, snapshotRows: stored.snapshotRows * share } }),
  }
}
