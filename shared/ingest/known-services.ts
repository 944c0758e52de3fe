import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import { type Resolutions, resolutionAt } from '#shared/settings/resolution.ts'
import { DEFAULT_SETTINGS, type ServiceSettings } from '#shared/settings/settings.ts'
import type { Directory, Service } from '#shared/store/directory.ts'
import { REFRESH } from './remembered.ts'

/** What ingest needs to know of a service. */
export interface KnownService extends Pick<ServiceSettings, 'allowedLabels' | 'dumpsUpTo'> {
  readonly resolutions: Resolutions
  readonly lastJudged: number | undefined
  /** Until when it waits for its turn to be judged, whatever comes that does not rise; undefined: it does not. */
  readonly restsUntil: number | undefined
  /** It has an open finding. */
  readonly isSuspected: boolean
  /** The processes of which a full dump could change a verdict. */
  readonly dumps: Service['dumps']
}

/** Services as the directory had them at most `REFRESH` ago: one read in that time a function instance. */
export interface KnownServices {
  /** undefined: the directory does not answer, and never did. */
  find(tenant: string, service: string, now: number): Promise<KnownService | undefined>
}

/** Services of one function instance; most of them take 200 bytes. */
const MOST_SERVICES = 5_000

export function knownServices(directory: Pick<Directory, 'service'>): KnownServices {
  const known = new LRUCache<string, KnownService & { readonly readAt: number }>(atMost(MOST_SERVICES))
  return {
    find: async (tenant, service, now) => {
      const key = `${tenant}#${service}`
      const before = known.get(key)
      if (before !== undefined && Math.abs(now - before.readAt) < REFRESH) return before
      try {
        const row = await directory.service(tenant, service)
        const found = {
          allowedLabels: row?.settings.allowedLabels,
          dumpsUpTo: row?.settings.dumpsUpTo ?? DEFAULT_SETTINGS.dumpsUpTo,
          resolutions: row?.choice.resolutions ?? [],
          lastJudged: row?.lastJudged,
          restsUntil: row?.restsUntil,
          isSuspected: (row?.openFindings ?? 0) > 0,
          dumps: row?.dumps ?? [],
          readAt: now,
        }
        known.set(key, found)
        return found
      } catch {
        // A profile can be taken in while the index is down: the settings that were last read stand.
        return before
      }
    },
  }
}

/** Start of the slot of this service that a time lies in. @param stage width where nothing was chosen, milliseconds */
export function slotStart(service: KnownService | undefined, at: number, stage: number): number {
  const width = resolutionAt(service?.resolutions ?? [], at, stage)
  return Math.floor(at / width) * width
}
