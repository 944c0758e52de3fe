import type { Process } from '#shared/trend/process.ts'
import { rowKey } from './keys.ts'
import type { Row, RowStore } from './rows.ts'

/** A service as its tenant knows it. */
export interface Service {
  readonly name: string
  readonly firstSeen: number
  readonly lastJudged: number | undefined
  /** Findings that are not resolved, as the last judge left them. */
  readonly openFindings: number
}

/** Which services and processes there are. */
export interface Directory {
  /** Makes the service known; a known one stays as it is. */
  addService(tenant: string, service: string, now: number): Promise<void>
  service(tenant: string, service: string): Promise<Service | undefined>
  /** By name. @param after begin behind this one */
  services(tenant: string, after?: string): AsyncIterable<Service>
  setJudged(tenant: string, service: string, at: number, openFindings: number): Promise<void>
  /**
   * Makes the process known, or takes over what is newer and raises `lastSeen`. What an older snapshot says
   * only fills in what was not known.
   */
  sawProcess(tenant: string, service: string, process: Process): Promise<void>
  process(tenant: string, service: string, id: string): Promise<Process | undefined>
  /** By id. @param after begin behind this one */
  processes(tenant: string, service: string, after?: string): AsyncIterable<Process>
}

export function directory(rows: RowStore): Directory {
  return {
    addService: async (tenant, service, now) => {
      await rows.put({ ...rowKey.service(tenant, service), firstSeen: now }, [{ absent: true }])
    },
    service: async (tenant, service) => {
      const row = await rows.get(rowKey.service(tenant, service))
      return row === undefined ? undefined : serviceOf(row)
    },
    services: async function* (tenant, after) {
      const { pk, sk } = rowKey.service(tenant, '')
      for await (const row of rows.query({ pk, ...behind(sk, after) })) yield serviceOf(row)
    },
    setJudged: async (tenant, service, at, openFindings) => {
      await rows.set(rowKey.service(tenant, service), { lastJudged: at, openFindings })
    },
    sawProcess: async (tenant, service, { id, firstSeen, ...facts }) => {
      const key = rowKey.process(tenant, service, id)
      if (await rows.put({ ...key, ...facts, firstSeen }, [{ absent: true }])) return
      if (await rows.set(key, facts, [{ below: ['lastSeen', facts.lastSeen] }])) return
      const known = await rows.get(key)
      const unknown = Object.entries(facts).filter(
        ([fact, value]) => value !== undefined && known?.[fact] === undefined,
      )
      if (unknown.length > 0) await rows.set(key, Object.fromEntries(unknown))
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

/** All sort keys with a prefix that come behind one of them; names hold no character below `!`. */
const behind = (prefix: string, after?: string) => ({
  from: after === undefined ? prefix : `${prefix}${after}!`,
  to: `${prefix}~`,
})

const serviceOf = (row: Row): Service => ({
  name: row.sk.slice('service#'.length),
  firstSeen: row.firstSeen as number,
  lastJudged: row.lastJudged as number | undefined,
  openFindings: (row.openFindings ?? 0) as number,
})

const processOf = (row: Row): Process => ({
  id: row.sk.slice('process#'.length),
  instance: row.instance as string,
  startedAt: row.startedAt as number | undefined,
  session: row.session as string | undefined,
  version: row.version as string | undefined,
  buildId: row.buildId as string | undefined,
  labels: (row.labels ?? {}) as Record<string, string>,
  firstSeen: row.firstSeen as number,
  lastSeen: row.lastSeen as number,
})
