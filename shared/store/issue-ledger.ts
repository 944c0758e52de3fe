import { DAY } from '#shared/time.ts'
import { rowKey } from './keys.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** A finding that stays away longer gets an issue of its own when it is back. */
const KEPT_DAYS = 400

/** One finding in one project of a tracker. */
export interface IssueKey {
  readonly tenant: string
  /** Name of the project: webhooks that share it share its issues. */
  readonly project: string
  readonly service: string
  readonly finding: string
}

/** What is known of the issue of a finding. Times are milliseconds since the epoch. */
export interface KnownIssue {
  /** When it was about to be filed first; it may be there although nobody heard so. */
  readonly triedAt: number | undefined
  /** By which the tracker knows it; undefined: it has not been filed. */
  readonly id: string | undefined
  /** Its page. */
  readonly url: string | undefined
  /** Time of the last step that it was told. */
  readonly toldAt: number
  /** The leak ended, and the issue was closed or had been. */
  readonly hasEnded: boolean
  /** A person deleted or moved it. */
  readonly isGone: boolean
}

/**
 * Which issue was filed for which finding.
 *
 * Whoever files takes a claim first, for a while; so two runs at once file one, and what a run that died left is
 * looked for before another is filed.
 */
export interface IssueLedger {
  /** undefined: another run is about it. */
  claim(key: IssueKey, until: number, now: number): Promise<KnownIssue | undefined>
  /** It is about to be filed. */
  trying(key: IssueKey, now: number): Promise<void>
  /** It is there, or what became of it. */
  keep(key: IssueKey, known: Partial<KnownIssue>, now: number): Promise<void>
  /** Gives the claim back. */
  release(key: IssueKey): Promise<void>
}

export function issueLedger(rows: RowStore): IssueLedger {
  const keyOf = ({ tenant, project, service, finding }: IssueKey) =>
    rowKey.issue(tenant, project, service, finding)
  const expires = (now: number) => expiresAt(now + KEPT_DAYS * DAY)
  return {
    claim: async (key, until, now) => {
      const isOurs = await rows.set(keyOf(key), { claimedUntil: until, expires: expires(now) }, [
        { absent: true },
        { below: ['claimedUntil', now] },
      ])
      return isOurs ? knownIn(await rows.get(keyOf(key), 'latest')) : undefined
    },
    trying: async (key, now) => {
      await rows.set(keyOf(key), { triedAt: now, expires: expires(now) })
    },
    keep: async (key, { triedAt: _, ...known }, now) => {
      await rows.set(keyOf(key), { ...known, expires: expires(now) })
    },
    release: async (key) => {
      await rows.set(keyOf(key), { claimedUntil: 0 })
    },
  }
}

const knownIn = (row: Row | undefined): KnownIssue => ({
  triedAt: row?.triedAt as number | undefined,
  id: row?.id as string | undefined,
  url: row?.url as string | undefined,
  toldAt: (row?.toldAt ?? 0) as number,
  hasEnded: row?.hasEnded === true,
  isGone: row?.isGone === true,
})
