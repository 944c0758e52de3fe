import { createHash } from 'node:crypto'
import type { SnapshotId } from '#shared/trend/snapshot.ts'
import { objectKey, SEVERAL, seriesOf, slotStartOf } from './keys.ts'

/**
 * Names of objects that hold the profiles of a batch: beside single profiles, in the folder of the hour that the first of
 * them is of. No profile of a batch is an hour or more behind its first one.
 *
 * `profiles/acme/checkout/2026/09/07/05/<id of its first profile>.<10 digits of SHA-256>.<marks>.tar.br`; a batch of
 * several services lies in the folder `+`, which is the name of no service.
 */

/** Says which batch of a service: `<id of its first profile>.<10 digits>`, behind a `+` where it is of several services. */
export type BatchId = string

/** What the key of a batch says. */
export interface BatchName {
  readonly tenant: string
  /** undefined: it is of several. */
  readonly service: string | undefined
  readonly id: BatchId
  readonly first: SnapshotId
  readonly marks: string
}

/** A profile as the key of its batch marks it. */
export interface Marked {
  readonly service: string
  readonly id: SnapshotId
}

/** Digits of base32hex: 50 bits. */
const DIGEST = 10
/** 15 bits say with which services, 20 bits of which process and kind the batch has profiles. */
const SERVICE_MARK = 3
const SERIES_MARK = 4
/** Processes and kinds of one batch: their marks take at most 480 bytes of the 1,024 of a key (S3 user guide, object keys). */
export const MOST_SERIES = 60

const ID = /^\+?([0-9a-v]{23})\.[0-9a-v]{10}$/
const KEY =
  /^profiles\/([^/]+)\/([^/]+)\/\d{4}\/\d\d\/\d\d\/\d\d\/([0-9a-v]{23})\.([0-9a-v]{10})\.([0-9a-v-]+)\.tar\.br$/

const digits = (hex: string, length: number): string =>
  BigInt(`0x${hex.slice(0, 16)}`)
    .toString(32)
    .padStart(13, '0')
    .slice(-length)

/** The mark of a service in the keys of batches of several. One in 33,000 other services has the same. */
export const serviceMark = (service: string): string =>
  digits(createHash('sha256').update(service).digest('hex'), SERVICE_MARK)
const seriesMark = (id: SnapshotId): string => seriesOf(id).slice(0, SERIES_MARK)

/** @param sha256 of what the batch holds, 64 hex digits */
export function batchId(profiles: readonly Marked[], sha256: string): BatchId {
  const [first] = profiles.map(({ id }) => id).sort()
  const services = new Set(profiles.map(({ service }) => service))
  return `${services.size > 1 ? SEVERAL : ''}${first}.${digits(sha256, DIGEST)}`
}

/** The id of the first profile of a batch; undefined where the text is no id of a batch. */
export const firstOf = (batch: BatchId): SnapshotId | undefined => ID.exec(batch)?.[1]

/** `<mark of a service><marks of its processes and kinds>`, one service behind the other. */
function marksOf(profiles: readonly Marked[]): string {
  const groups = Map.groupBy(profiles, ({ service }) => serviceMark(service))
  const texts = [...groups].map(
    ([mark, some]) => mark + [...new Set(some.map(({ id }) => seriesMark(id)))].sort().join(''),
  )
  return texts.sort().join('-')
}

/** What the key of one batch begins with, and no other: what follows only marks what it holds. */
function batchBegin(tenant: string, service: string, batch: BatchId): string {
  const several = batch.startsWith(SEVERAL)
  const name = several ? batch.slice(SEVERAL.length) : batch
  return `${objectKey.profileHour(tenant, several ? SEVERAL : service, slotStartOf(firstOf(batch) ?? '') ?? 0)}${name}.`
}

/** The key under which a batch is stored. */
export const batchKey = (tenant: string, batch: BatchId, profiles: readonly Marked[]): string =>
  `${batchBegin(tenant, profiles[0]?.service ?? '', batch)}${marksOf(profiles)}.tar.br`

/** What the key of a batch says; undefined where the key is none. */
export function parseBatchKey(key: string): BatchName | undefined {
  const match = KEY.exec(key)
  if (match === null) return undefined
  const [, tenant, folder, first, digest, marks] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const several = folder === SEVERAL
  try {
    const service = several ? undefined : decodeURIComponent(folder)
    return { tenant, service, id: `${several ? SEVERAL : ''}${first}.${digest}`, first, marks }
  } catch {
    return undefined
  }
}

/** The marks of the services that may have the first profile of a batch; several where they have the same process. */
export function marksOfFirst({ first, marks }: Pick<BatchName, 'first' | 'marks'>): string[] {
  const mark = seriesMark(first)
  return marks
    .split('-')
    .filter((group) => seriesIn(group).includes(mark))
    .map((group) => group.slice(0, SERVICE_MARK))
}

/**
 * The marks of the processes and kinds that a batch may have of a service; none: it has nothing of it. One in 33,000 other
 * services, and one in a million other processes, has the same mark.
 */
export function markedSeries(marks: string, service: string): string[] {
  const mark = serviceMark(service)
  const group = marks.split('-').find((one) => one.startsWith(mark)) ?? mark
  return seriesIn(group)
}

const seriesIn = (group: string): string[] => group.slice(SERVICE_MARK).match(/.{4}/g) ?? []

/** Whether a batch may hold a profile. */
export const mayHold = ({ marks }: Pick<BatchName, 'marks'>, { service, id }: Marked): boolean =>
  markedSeries(marks, service).includes(seriesMark(id))

/** The mark of a process and kind in the names of batches. */
export const markOfSeries = (series: string): string => series.slice(0, SERIES_MARK)
