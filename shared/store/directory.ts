import { isDeepStrictEqual } from 'node:util'
import { type Choice, NO_CHOICE } from '#shared/settings/choice.ts'
import { type ServiceSettings, settingsOf } from '#shared/settings/settings.ts'
import type { WantedDump } from '#shared/survivor/next-dump.ts'
import { DAY } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import type { Learning } from '#shared/verdict/judge/learning.ts'
import { behind, rowKey, rowName } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** A service as its tenant knows it. */
export interface Service {
  readonly name: string
  readonly firstSeen: number
  readonly lastJudged: number | undefined
  /** Findings that are not resolved, as the last judge left them. */
  readonly openFindings: number
  /** Signatures that the last judge looked at; undefined where it was before 2026-11-23, or there was none. */
  readonly watched: number | undefined
  /** What ran when it was last judged. */
  readonly running: Running | undefined
  /** The newest one that its processes tell of; undefined where the last judge was before 2026-11-30. */
  readonly release: Release | undefined
  /** The processes of which a full dump could change a verdict. */
  readonly dumps: readonly WantedDump[]
  /** What the last judge could say of a service that it cannot judge yet; undefined where it can. */
  readonly learning: Learning | undefined
  /** Until when nothing of it is looked at again before its turn, as the last judge says; undefined: it is, or nobody has said. */
  readonly restsUntil: number | undefined
  /** In force, by the choice and what stands in where nothing was chosen. */
  readonly settings: ServiceSettings
  readonly choice: Choice
}

/** The processes of a service that report, all together. */
export interface Running {
  readonly processes: number
  readonly goroutines: number
  /** When all of them are overdue, if nothing comes in until then; milliseconds since the epoch. */
  readonly heldUntil?: number | undefined
}

/** A version, and when its first process started; milliseconds since the epoch. */
export interface Release {
  readonly version: string
  readonly at: number
}

/** What a judge says of a service beside its findings. */
interface Judged {
  readonly at: number
  readonly openFindings: number
  readonly watched: number
  readonly running: Running
  readonly release?: Release | undefined
  readonly dumps: readonly WantedDump[]
  readonly learning: Learning | undefined
  /** undefined: it does not rest. */
  readonly restsUntil?: number | undefined
}

/** Which services and processes there are. */
export interface Directory {
  /** Makes the service known; a known one stays as it is. */
  addService(tenant: string, service: string, now: number): Promise<void>
  /** Moves back since when a service is known, where it had profiles before. */
  sawService(tenant: string, service: string, at: number): Promise<void>
  service(tenant: string, service: string): Promise<Service | undefined>
  /** By name. @param after begin behind this one */
  services(tenant: string, after?: string): AsyncIterable<Service>
  setJudged(tenant: string, service: string, judged: Judged): Promise<void>
  /** After somebody has closed or reopened findings. */
  setOpenFindings(tenant: string, service: string, openFindings: number): Promise<void>
  /** false: the choice that stands there has not the revision before this one. */
  choose(tenant: string, service: string, choice: Choice): Promise<boolean>
  /**
   * Makes the process known, or takes over what is newer and raises `lastSeen`. What an older snapshot says
   * only fills in what was not known, and moves `firstSeen` back where it is from before.
   *
   * @param leave milliseconds: a known process that would be raised by less, and has nothing new, costs a read alone
   */
  sawProcess(tenant: string, service: string, process: Process, leave?: number): Promise<void>
  process(tenant: string, service: string, id: string): Promise<Process | undefined>
  /** By id. @param after begin behind this one */
  processes(tenant: string, service: string, after?: string): AsyncIterable<Process>
}

/** @param retentionDays how long a process is known after it was last seen: as long as its profiles */
export function directory(rows: RowStore, retentionDays: number): Directory {
  return {
    addService: async (tenant, service, now) => {
      const key = rowKey.service(tenant, service)
      // Each instance of ingest makes each service known: a read costs a tenth of a write that changes nothing. Where the
      // look fails, the write may not: a profile is indexed without it.
      const known = await rows.get(key).catch(() => undefined)
      if (known === undefined) await rows.put({ ...key, firstSeen: now }, [{ absent: true }])
    },
    sawService: async (tenant, service, at) => {
      await rows.set(rowKey.service(tenant, service), { firstSeen: at }, [{ above: ['firstSeen', at] }])
    },
    service: async (tenant, service) => {
      const row = await rows.get(rowKey.service(tenant, service))
      return row === undefined ? undefined : serviceOf(row)
    },
    services: async function* (tenant, after) {
      const { pk, sk } = rowKey.service(tenant, '')
      for await (const row of rows.query({ pk, ...behind(sk, after) })) yield serviceOf(row)
    },
    setJudged: async (tenant, service, judged) => {
      const { at, openFindings, watched, running, release, dumps, learning, restsUntil } = judged
      await rows.set(rowKey.service(tenant, service), {
        lastJudged: at,
        openFindings,
        watched,
        ...running,
        heldUntil: running.heldUntil,
        release: release?.version,
        releasedAt: release?.at,
        wanted: JSON.stringify(dumps),
        learning: JSON.stringify(learning ?? null),
        restsUntil: restsUntil ?? 0,
      })
    },
    setOpenFindings: async (tenant, service, openFindings) => {
      await rows.set(rowKey.service(tenant, service), { openFindings })
    },
    choose: (tenant, service, { chosen, resolutions, revision }) =>
      rows.set(
        rowKey.service(tenant, service),
        { settings: JSON.stringify({ chosen, resolutions }), settingsRevision: revision },
        [revision === 1 ? { lacks: 'settingsRevision' } : { equals: ['settingsRevision', revision - 1] }],
      ),
    sawProcess: async (tenant, service, { id, firstSeen, ...facts }, leave = 0) => {
      const key = rowKey.process(tenant, service, id)
      const expires = expiresAt(facts.lastSeen + retentionDays * DAY)
      const before = await rows.get(key)
      if (before !== undefined && isFresh(before, { firstSeen, ...facts }, leave)) return
      if (
        before === undefined &&
        (await rows.put({ ...key, ...facts, firstSeen, expires }, [{ absent: true }]))
      )
        return
      if (await rows.set(key, { ...facts, expires }, [{ below: ['lastSeen', facts.lastSeen] }])) return
      const known = await rows.get(key)
      const unknown = Object.entries(facts).filter(
        ([fact, value]) => value !== undefined && known?.[fact] === undefined,
      )
      if (unknown.length > 0) await rows.set(key, Object.fromEntries(unknown))
      if (typeof known?.firstSeen === 'number' && known.firstSeen > firstSeen)
        await rows.set(key, { firstSeen }, [{ above: ['firstSeen', firstSeen] }])
    },
    process: async (tenant, service, id) => {
      const row = await rows.get(rowKey.process(tenant, service, id))
      return row === undefined ? undefined : processOf(row)
    },
    processes: async function* (tenant, service, after) {
      const { pk, sk } = rowKey.process(tenant, service, '')
      for await (const row of rows.query({ pk, ...behind(sk, after) })) yield processOf(row)
    },
  }
}

const serviceOf = (row: Row): Service => ({
  name: rowName('service', row.sk),
  firstSeen: row.firstSeen as number,
  lastJudged: row.lastJudged as number | undefined,
  openFindings: (row.openFindings ?? 0) as number,
  watched: row.watched as number | undefined,
  running:
    row.processes === undefined
      ? undefined
      : {
          processes: row.processes as number,
          goroutines: row.goroutines as number,
          heldUntil: row.heldUntil as number | undefined,
        },
  release:
    row.release === undefined ? undefined : { version: row.release as string, at: row.releasedAt as number },
  // A row from before 2026-11-30 has none.
  dumps: row.wanted === undefined ? [] : JSON.parse(row.wanted as string),
  learning: JSON.parse((row.learning ?? 'null') as string) ?? undefined,
  // A row from before 2026-12-01 has none, one of a service that does not rest has 0.
  restsUntil: (row.restsUntil as number | undefined) || undefined,
  ...settingsIn(row),
})

function settingsIn({ settings, settingsRevision }: Row): Pick<Service, 'settings' | 'choice'> {
  if (settings === undefined) return { settings: settingsOf({}), choice: NO_CHOICE }
  const choice: Choice = { ...JSON.parse(settings as string), revision: settingsRevision as number }
  return { settings: settingsOf(choice.chosen), choice }
}

/** Whether a row says all that a process says now, and was raised lately. */
function isFresh(row: Row, { lastSeen, firstSeen, ...facts }: Omit<Process, 'id'>, leave: number): boolean {
  const isRaised = lastSeen - (row.lastSeen as number) < leave && firstSeen >= (row.firstSeen as number)
  return isRaised && Object.entries(facts).every(([fact, value]) => isDeepStrictEqual(value, row[fact]))
}

const processOf = (row: Row): Process => ({
  id: rowName('process', row.sk),
  instance: row.instance as string,
  startedAt: row.startedAt as number | undefined,
  session: row.session as string | undefined,
  version: row.version as string | undefined,
  buildId: row.buildId as string | undefined,
  labels: (row.labels ?? {}) as Record<string, string>,
  firstSeen: row.firstSeen as number,
  lastSeen: row.lastSeen as number,
})
