import { DAY } from '#shared/time.ts'
import { behind, rowKey } from './keys.ts'
import { expiresAt, type RowStore } from './rows.ts'

/** Marks outlive by far the time in which a notice is tried again, so that the story of a finding has who was told. */
const MARK_DAYS = 30

/** What has to be told, and to whom. */
export interface ToldKey {
  readonly tenant: string
  /** Undefined for what is of no service. */
  readonly service: string | undefined
  readonly notice: string
  /** Id of a webhook, or the name of another way to tell. */
  readonly target: string
}

/**
 * Who has been told what: a mark a notice and target.
 *
 * Whoever sends takes the mark first, for a while; so two runs at once send once, and what a run that died left is
 * sent by a later one. Times are milliseconds.
 */
export interface ToldLedger {
  /** Keys `<notice>#<target>` of all that has been told of a service. */
  told(tenant: string, service: string | undefined): Promise<ReadonlySet<string>>
  /** Targets that have been told of one notice. */
  toldTo(tenant: string, service: string, notice: string): Promise<string[]>
  /** false: it has been told, or another run is about it. */
  take(key: ToldKey, until: number, now: number): Promise<boolean>
  /** It has been told, for good. */
  done(key: ToldKey, now: number): Promise<void>
  /** It could not be told, and is not to be tried before then. */
  failed(key: ToldKey, until: number): Promise<void>
}

export function toldLedger(rows: RowStore): ToldLedger {
  const keyOf = ({ tenant, service, notice, target }: ToldKey) =>
    rowKey.told(tenant, service ?? '', notice, target)
  return {
    told: async (tenant, service) => {
      const { pk, sk } = rowKey.told(tenant, service ?? '', '', '')
      const prefix = sk.slice(0, -1)
      const told = new Set<string>()
      for await (const row of rows.query({ pk, ...behind(prefix) }))
        if (row.toldAt !== undefined) told.add(row.sk.slice(prefix.length))
      return told
    },
    toldTo: async (tenant, service, notice) => {
      const { pk, sk: prefix } = rowKey.told(tenant, service, notice, '')
      const targets: string[] = []
      for await (const row of rows.query({ pk, ...behind(prefix) }))
        if (row.toldAt !== undefined) targets.push(row.sk.slice(prefix.length))
      return targets
    },
    take: (key, until, now) =>
      rows.set(keyOf(key), { takenUntil: until, expires: expiresAt(now + MARK_DAYS * DAY) }, [
        { absent: true },
        { below: ['takenUntil', now] },
      ]),
    done: async (key, now) => {
      await rows.set(keyOf(key), { toldAt: now, takenUntil: now + MARK_DAYS * DAY })
    },
    failed: async (key, until) => {
      await rows.set(keyOf(key), { takenUntil: until })
    },
  }
}
