import { type DebugLevel, tellsWaits } from '#shared/goroutine/model.ts'
import { resolutionAt } from '#shared/settings/resolution.ts'
import { MINUTE } from '#shared/time.ts'
import type { KnownServices } from './known-services.ts'
import type { Remembered } from './remembered.ts'

/** What the next push of a process should be, as the answer to this one. */
export interface NextCollection {
  /** More often makes no snapshot: a slot holds one. */
  readonly afterSeconds: number
  /** Evidence that would settle a suspicion; clients that cannot send it ignore it. */
  readonly want: readonly string[]
}

/** What tells states, ages and remotes: causes are told apart by these. */
const EVIDENCE = ['goroutine debug=2', 'sockets']
/** A process is asked at most this often: debug=2 stops the world for the length of the dump. */
const ASK_EVERY = 30 * MINUTE

interface CollectionDeps {
  readonly services: KnownServices
  readonly remembered: Remembered
  readonly resolution: number
}

/** Asks for a debug=2 dump and socket tables where the judge suspects the service and this process has sent none of late. */
export async function nextCollection(
  { services, remembered, resolution }: CollectionDeps,
  tenant: string,
  service: string,
  process: string,
  sent: DebugLevel,
  now: number,
): Promise<NextCollection> {
  // Not knowing is no reason to fail a push that is stored.
  const known = await services.find(tenant, service, now)
  const afterSeconds = resolutionAt(known?.resolutions ?? [], now, resolution) / 1000
  const quiet = { afterSeconds, want: [] }
  const asked = `asked#${tenant}#${service}#${process}`
  if (tellsWaits(sent)) remembered.add(asked, now)
  if (now - (remembered.when(asked) ?? Number.NEGATIVE_INFINITY) < ASK_EVERY) return quiet
  if (known?.isSuspected !== true) return quiet
  remembered.add(asked, now)
  return { ...quiet, want: EVIDENCE }
}
