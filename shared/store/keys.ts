import { createHash } from 'node:crypto'
import type { DebugLevel } from '#shared/goroutine/model.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { Tool } from '#shared/socket/model.ts'
import { DAY, hourStart } from '#shared/time.ts'
import type { ProcessId } from '#shared/trend/process.ts'
import type { SnapshotId, SnapshotKind } from '#shared/trend/snapshot.ts'

/**
 * Every name in the bucket and in the table, and nothing else makes one; those of batches are in `batch-key.ts`.
 *
 * `#` separates parts of a row key and `/` parts of an object key; names of services and instances have no
 * `#`, and their `/` is escaped in object keys. Times in names are UTC. docs/storage.md shows each with an example.
 */

/** `2026-09-07` */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
/** `2026-09-07T05` */
const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13)
/** `2026-09-07T05:4`: ten minutes. */
const tenMinutesOf = (at: number): string => new Date(at).toISOString().slice(0, 15)

/** The days that a time range touches, oldest first. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = []
  for (let at = Math.floor(from / DAY) * DAY; at <= to; at += DAY) days.push(dayOf(at))
  return days
}

/** Digits of base32hex (RFC 4648 §7), which sort as their values do: 7 hold 35 bits of seconds, until 3058. */
const SECOND_DIGITS = 7
const HASH_DIGITS = 16

const slotDigits = (at: number): string =>
  Math.floor(at / 1000)
    .toString(32)
    .padStart(SECOND_DIGITS, '0')

/**
 * `<7 digits: start of the slot in seconds><16 digits: 80 bits of SHA-256 of process and kind>`: one name for
 * one process, kind and slot, sorted by time.
 */
export const snapshotId = (process: ProcessId, kind: SnapshotKind, slotStart: number): SnapshotId =>
  slotId(`${process}\n${kind}`, slotStart)

/** The same for the output of a tool: one name for one process, tool and slot, sorted by time. */
export const socketsId = (process: ProcessId, tool: Tool, slotStart: number): string =>
  slotId(`${process}\nsockets/${tool}`, slotStart)

function slotId(content: string, slotStart: number): string {
  const hex = createHash('sha256').update(content).digest('hex').slice(0, 20)
  return slotDigits(slotStart) + BigInt(`0x${hex}`).toString(32).padStart(HASH_DIGITS, '0')
}

/** Start of the slot that the id of a snapshot or socket table names, or undefined where it is no such id. */
export function slotStartOf(id: string): number | undefined {
  return /^[0-9a-v]{23}$/.test(id) ? Number.parseInt(id.slice(0, SECOND_DIGITS), 32) * 1000 : undefined
}

/** The part of an id that all snapshots of one process and kind share. */
export const seriesOf = (id: SnapshotId): string => id.slice(SECOND_DIGITS)

/** The smallest id of a snapshot at or after a time; as an upper bound it excludes the time. */
export const firstSnapshotId = (at: number): SnapshotId => slotDigits(Math.ceil(at / 1000) * 1000)

/** The id of the snapshot of the same process and kind in another slot. */
export const idInSlot = (id: SnapshotId, slotStart: number): SnapshotId =>
  slotDigits(slotStart) + seriesOf(id)

const EXTENSION = { 0: 'pb.gz', 1: 'debug1.gz', 2: 'debug2.gz', 3: 'debug3.pb.gz' } as const

/** Stands for a service in the keys of batches of several; no service can be called so, and none is escaped to it. */
export const SEVERAL = '+'

const escaped = (service: string): string => (service === SEVERAL ? SEVERAL : encodeURIComponent(service))

/** Names of objects in the bucket. */
export const objectKey = {
  profile(tenant: string, service: string, id: SnapshotId, debug: DebugLevel): string {
    const [day, hour] = new Date(slotStartOf(id) ?? 0).toISOString().slice(0, 13).split('T')
    return `profiles/${tenant}/${escaped(service)}/${day?.replaceAll('-', '/')}/${hour}/${id}.${EXTENSION[debug]}`
  },
  /** The beginning of the keys of all profiles or socket tables of a tenant, or of one service. */
  indexedOf: (folder: IndexedFolder, tenant: string, service?: string): string =>
    `${folder}${tenant}/${service === undefined ? '' : `${escaped(service)}/`}`,
  /** The beginning of the keys of all profiles of the hour that a time lies in. */
  profileHour(tenant: string, service: string, at: number): string {
    const [day, hour] = hourOf(at).split('T')
    return `profiles/${tenant}/${escaped(service)}/${day?.replaceAll('-', '/')}/${hour}/`
  },
  /** The beginning of the keys of all profiles or socket tables of a UTC day. */
  indexedDay: (folder: IndexedFolder, tenant: string, service: string, at: number): string =>
    `${folder}${tenant}/${escaped(service)}/${dayOf(at).replaceAll('-', '/')}/`,
  sockets(tenant: string, service: string, id: string): string {
    const day = dayOf(slotStartOf(id) ?? 0).replaceAll('-', '/')
    return `sockets/${tenant}/${escaped(service)}/${day}/${id}.txt.gz`
  },
  /** Where a sender puts a large dump itself; `index-upload` moves it to `profiles/`. */
  upload: (tenant: string, id: string): string => `${UPLOADS}${tenant}/${id}`,
  /** What the keys of all uploads begin with, or of those of one tenant. */
  uploads: (tenant?: string): string => (tenant === undefined ? UPLOADS : `${UPLOADS}${tenant}/`),
  /** @param date `2026-09-07`; without it and a file the beginning of the keys of all reports */
  report: (tenant: string, date = '', file: '' | 'json' | 'html' | 'md' = ''): string =>
    `reports/${tenant}/${date}${file === '' ? '' : `/report.${file}`}`,
}

/** What the keys begin with whose objects the table has rows of; tenant and percent-encoded service follow. In order. */
export const INDEXED = ['profiles/', 'sockets/'] as const
export type IndexedFolder = (typeof INDEXED)[number]

/** What the keys of all uploads begin with. */
const UPLOADS = 'uploads/'

/** Whether a text can be the id of an upload: a UUID as `randomUUID` writes it. */
export const isUploadId = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

/** What the key of an upload says; undefined where the key is none. */
export function parseUploadKey(key: string): { tenant: string; id: string } | undefined {
  const [folder, tenant = '', id = '', ...more] = key.split('/')
  const isOne = `${folder}/` === UPLOADS && tenant !== '' && isUploadId(id) && more.length === 0
  return isOne ? { tenant, id } : undefined
}

/** What the key of a profile or a socket table says. */
export interface IndexedName {
  readonly tenant: string
  readonly service: string
  readonly id: string
}

const PROFILE_KEY =
  /^profiles\/([^/]+)\/([^/]+)\/\d{4}\/\d\d\/\d\d\/\d\d\/([0-9a-v]{23})\.(?:pb|debug1|debug2|debug3\.pb)\.gz$/
const SOCKETS_KEY = /^sockets\/([^/]+)\/([^/]+)\/\d{4}\/\d\d\/\d\d\/([0-9a-v]{23})\.txt\.gz$/

/** What the key of a profile object says; undefined where the key is none. */
export const parseProfileKey = (key: string): IndexedName | undefined => nameIn(PROFILE_KEY, key)

/** What the key of a socket table says; undefined where the key is none. */
export const parseSocketsKey = (key: string): IndexedName | undefined => nameIn(SOCKETS_KEY, key)

/** The same of whatever the table has a row of. */
export const parseIndexedKey = (key: string): IndexedName | undefined =>
  parseProfileKey(key) ?? parseSocketsKey(key)

function nameIn(pattern: RegExp, key: string): IndexedName | undefined {
  const match = pattern.exec(key)
  if (match === null) return undefined
  const [, tenant, folder, id] = match as unknown as [string, string, string, string]
  const service = decoded(folder)
  return service === undefined ? undefined : { tenant, service, id }
}

function decoded(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

/** All sort keys with a prefix that come behind one of them; names hold no character below `!`. */
export const behind = (prefix: string, after?: string) => ({
  from: after === undefined ? prefix : `${prefix}${after}!`,
  to: `${prefix}~`,
})

/** Rows whose sort key is `<kind>#<name>`. */
type NamedRow = 'finding' | 'hook' | 'late' | 'process' | 'service'

/** Whether a row is of a kind, by its sort key. */
export const isRowOf = (kind: NamedRow, sk: string): boolean => sk.startsWith(`${kind}#`)

/** The name in the sort key of a row of a kind: `ab12` in `finding#ab12`. */
export const rowName = (kind: NamedRow, sk: string): string => sk.slice(kind.length + 1)

/** What a late mark is of: when its hour began, milliseconds since the epoch, and the part of a service that is spread. */
export function parseLateKey(sk: string): { hour: number; part: string } {
  const [hour = '', part = ''] = rowName('late', sk).split('#')
  return { hour: Date.parse(`${hour}:00:00Z`), part }
}

/** Digits before the point of a severity in the index: sorts as numbers do up to 10^12. */
const SEVERITY_DIGITS = 12

/** Keys of the index `gsi1`: open findings of a tenant by severity. */
export const openFindingKey = {
  all: (tenant: string) => ({ pk: `${tenant}#open`, index: 'gsi1' as const }),
  one: (tenant: string, severity: number, service: string, id: string) => ({
    gsi1pk: `${tenant}#open`,
    gsi1sk: `${severityDigits(severity)}#${service}#${id}`,
  }),
}

/** Keys of the same index: findings that are closed, by when that was. */
export const closedFindingKey = {
  all: (tenant: string) => ({ pk: `${tenant}#closed`, index: 'gsi1' as const }),
  one: (tenant: string, at: number, service: string, id: string) => ({
    gsi1pk: `${tenant}#closed`,
    gsi1sk: `${new Date(at).toISOString()}#${service}#${id}`,
  }),
}

const severityDigits = (value: number): string =>
  Math.max(0, value)
    .toFixed(3)
    .padStart(SEVERITY_DIGITS + 4, '0')

/** What is hashed to spread the services of all tenants over the shards of the news. */
export const newsName = (tenant: string, service: string): string => `${tenant}#${service}`

/** The service that a row of the news is of. */
export function parseNewsName(sk: string): { tenant: string; service: string } {
  const cut = sk.indexOf('#')
  return { tenant: sk.slice(0, cut), service: sk.slice(cut + 1) }
}

const partSuffix = (part: string): string => (part === '' ? '' : `#${part}`)

/** Keys of rows in the table. Functions with fewer arguments give the beginning of a range. */
export const rowKey = {
  token: (sha256: string) => ({ pk: `token#${sha256}`, sk: 'token' }),
  upload: (tenant: string, id: string) => ({ pk: `${tenant}#upload#${id}`, sk: 'upload' }),
  job: (name: string) => ({ pk: `job#${name}`, sk: 'position' }),
  listedToken: (tenant: string, id: string) => ({ pk: tenant, sk: `token#${id}` }),
  /** Everybody who has ever had a token, so that nobody has to scan for tenants. */
  tenant: (tenant: string) => ({ pk: 'tenants', sk: tenant }),
  owners: (tenant: string) => ({ pk: tenant, sk: 'owners' }),
  webhook: (tenant: string, id: string) => ({ pk: tenant, sk: `hook#${id}` }),
  /** Deliveries of a webhook in the order of their times. */
  delivery: (tenant: string, webhook: string, at: number, id: string) => ({
    pk: `${tenant}#delivery#${webhook}`,
    sk: `${new Date(at).toISOString()}#${id}`,
  }),
  /** @param service empty for what is of no service */
  told: (tenant: string, service: string, notice: string, target: string) => ({
    pk: `${tenant}#told#notices`,
    sk: `${service}#${notice}#${target}`,
  }),
  /** @param project its name, which may be long */
  issue: (tenant: string, project: string, service: string, finding: string) => ({
    pk: `${tenant}#issue#${createHash('sha256').update(project).digest('hex').slice(0, 24)}`,
    sk: `${service}#${finding}`,
  }),
  service: (tenant: string, service: string) => ({ pk: tenant, sk: `service#${service}` }),
  process: (tenant: string, service: string, process: ProcessId) => ({
    pk: `${tenant}#${service}`,
    sk: `process#${process}`,
  }),
  news: (at: number, shard: number, tenant: string, service: string) => ({
    pk: `news#${tenMinutesOf(at)}0#${shard.toString(16)}`,
    sk: newsName(tenant, service),
  }),
  /** @param part of a service that is spread (`layout.ts`) */
  snapshot: (tenant: string, service: string, id: SnapshotId, part = '') => ({
    pk: `${tenant}#${service}#${dayOf(slotStartOf(id) ?? 0)}${partSuffix(part)}`,
    sk: id,
  }),
  snapshotDay: (tenant: string, service: string, day: string, part = '') =>
    `${tenant}#${service}#${day}${partSuffix(part)}`,
  /**
   * Snapshots of one process, kind and hour that came in one batch; `+` sorts before every digit, so that they stand behind
   * the single one of the first slot of their hour. Without a batch the beginning of all of them.
   */
  packedSnapshots: (tenant: string, service: string, first: SnapshotId, part: string, batch?: string) => {
    const hour = idInSlot(first, hourStart(slotStartOf(first) ?? 0))
    return {
      pk: rowKey.snapshot(tenant, service, hour, part).pk,
      sk: `${hour}+${batch === undefined ? '' : `${first.slice(0, SECOND_DIGITS)}${batch}`}`,
    }
  },
  signature: (tenant: string, service: string, id: SignatureId) => ({
    pk: `${tenant}#${service}#signature#${id[0]}`,
    sk: id,
  }),
  block: (
    tenant: string,
    service: string,
    step: 'hour' | 'day',
    process: ProcessId,
    at: number,
    part = '',
  ) => ({
    pk: `${tenant}#${service}#block${partSuffix(part)}`,
    sk: `${step}#${step === 'hour' ? hourOf(at) : dayOf(at)}#${process}`,
  }),
  evidence: (tenant: string, service: string, process: ProcessId) => ({
    pk: `${tenant}#${service}#block`,
    sk: `evidence#${process}`,
  }),
  /** Cursor, findings and late marks stand side by side, so that one query gives the judge all of them. */
  judgeState: (tenant: string, service: string) => ({
    pk: `${tenant}#${service}`,
    from: 'cursor',
    to: 'late#~',
  }),
  /** @param part of a service that is spread, each of which has a cursor too */
  cursor: (tenant: string, service: string, part = '') => ({
    pk: `${tenant}#${service}`,
    sk: `cursor${partSuffix(part)}`,
  }),
  finding: (tenant: string, service: string, id: string) => ({
    pk: `${tenant}#${service}`,
    sk: `finding#${id}`,
  }),
  layout: (tenant: string, service: string) => ({ pk: `${tenant}#${service}`, sk: 'layout' }),
  quiet: (tenant: string, service: string) => ({ pk: `${tenant}#${service}`, sk: 'quiet' }),
  late: (tenant: string, service: string, at: number, part = '') => ({
    pk: `${tenant}#${service}`,
    sk: `late#${hourOf(at)}${partSuffix(part)}`,
  }),
  /** Marks of one hour and process stand side by side, in a partition that nothing else reads. */
  lateSnapshot: (tenant: string, service: string, at: number, process: ProcessId, id: SnapshotId) => ({
    pk: `${tenant}#${service}#late`,
    sk: `${hourOf(at)}#${process}#${id}`,
  }),
  lateSnapshots: (tenant: string, service: string) => `${tenant}#${service}#late`,
  /** The id begins with its time, so that one query reads the newest tables of all processes. */
  sockets: (tenant: string, service: string, id: string) => ({
    pk: `${tenant}#${service}`,
    sk: `sockets#${id}`,
  }),
} as const
