import { LRUCache } from 'lru-cache'
import { isLive, type TokenRecord } from '#shared/access/grant.ts'
import { type Confirmed, FRESH, outlivesTable } from '#shared/access/trust.ts'
import { Rejection } from '#shared/api/reason.ts'
import { atMost } from '#shared/at-most.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import type { Meter } from '../../meter.ts'

export interface KnownTokensDeps {
  readonly tokens: Pick<TokenStore, 'find'>
  readonly now: () => number
  readonly meter: Pick<Meter, 'trusted'>
}

/** The tokens of one instance. */
export interface KnownTokens {
  /**
   * The token with this hash; undefined: it is unknown, expired or revoked.
   *
   * @param mayOutlive whether a token that was confirmed within `OUTLIVES` is good enough while the table does not answer
   * @throws Rejection `index-unavailable` where the table does not answer and the token is not known well enough
   */
  find(sha256: string, mayOutlive: boolean): Promise<TokenRecord | undefined>
}

/** Of each kind, in one instance. */
export const MOST_TOKENS = 10_000
/** Milliseconds. A token that was tried before it was made works this much later. */
const REMEMBER_UNKNOWN = 10_000

/** Looks tokens up by their hash alone: those that are wrong, unknown, expired or revoked all take the same way. */
export function knownTokens({ tokens, now, meter }: KnownTokensDeps): KnownTokens {
  const known = new LRUCache<string, TokenRecord & Confirmed>({
    ...atMost(MOST_TOKENS),
    ttl: FRESH,
    ttlResolution: 0,
    perf: { now },
    // Many calls at once ask the table once; what crowds an answer out of memory does not take it from who waits.
    ignoreFetchAbort: true,
    // A failure leaves what was known, for `outlivesTable` to decide.
    noDeleteOnFetchRejection: true,
    fetchMethod: async (sha256) => {
      const confirmedAt = now()
      const record = await tokens.find(sha256)
      return record === undefined ? undefined : { ...record, confirmedAt }
    },
  })

  // Beside the known ones, which a flood of wrong ones must not crowd out.
  const unknown = new LRUCache<string, true>({
    ...atMost(MOST_TOKENS),
    ttl: REMEMBER_UNKNOWN,
    ttlResolution: 0,
    perf: { now },
  })

  async function confirmed(sha256: string): Promise<TokenRecord | undefined> {
    const record = await known.fetch(sha256)
    if (record !== undefined) return record
    unknown.set(sha256, true)
    // What it was before it was revoked must not come back when the table does not answer.
    known.delete(sha256)
    return undefined
  }

  return {
    find: async (sha256, mayOutlive) => {
      if (unknown.has(sha256)) return undefined
      const before = known.get(sha256, { allowStale: true, noDeleteOnStaleGet: true })
      try {
        const record = await confirmed(sha256)
        return record !== undefined && isLive(record, now()) ? record : undefined
      } catch (cause) {
        if (mayOutlive && before !== undefined && isLive(before, now()) && outlivesTable(before, now())) {
          meter.trusted({ tenant: before.tenant })
          return before
        }
        throw new Rejection(
          'index-unavailable',
          'The token could not be looked up; send the request again.',
          {
            cause,
          },
        )
      }
    },
  }
}
