import type { DebugLevel } from '#shared/goroutine/model.ts'
import type { Directory } from '#shared/store/directory.ts'
import { MINUTE } from '#shared/trend/block.ts'
import { REFRESH, type Remembered } from './remembered.ts'

/** What the next push of a process should be, as the answer to this one. */
export interface NextCollection {
  /** More often makes no snapshot: a slot holds one. */
  readonly afterSeconds: number
  /** Evidence that would settle a suspicion; clients that cannot send it ignore it. */
  readonly want: readonly string[]
}

/** A process is asked at most this often: debug=2 stops the world for the length of the dump. */
const ASK_EVERY = 30 * MINUTE

interface CollectionDeps {
  readonly directory: Directory
  readonly remembered: Remembered
  readonly resolution: number
}

/** Asks for a debug=2 dump where the judge suspects the service and this process has sent none of late. */
export async function nextCollection(
  { directory, remembered, resolution }: CollectionDeps,
  tenant: string,
  service: string,
  process: string,
  sent: DebugLevel,
  now: number,
): Promise<NextCollection> {
  const quiet = { afterSeconds: resolution / 1000, want: [] }
  const asked = `asked#${tenant}#${service}#${process}`
  if (sent === 2) remembered.add(asked, now)
  if (now - (remembered.when(asked) ?? Number.NEGATIVE_INFINITY) < ASK_EVERY) return quiet
  if (!(await isSuspected(directory, remembered, tenant, service, now))) return quiet
  remembered.add(asked, now)
  return { ...quiet, want: ['goroutine debug=2'] }
}

/** One read in ten minutes a service. Not knowing is no reason to fail a push that is stored. */
async function isSuspected(
  directory: Directory,
  remembered: Remembered,
  tenant: string,
  service: string,
  now: number,
): Promise<boolean> {
  const known = `suspected#${tenant}#${service}`
  const [yes, no] = [remembered.when(`${known}#yes`) ?? 0, remembered.when(`${known}#no`) ?? 0]
  if (now - Math.max(yes, no) < REFRESH) return yes > no
  const row = await directory.service(tenant, service).catch(() => undefined)
  const suspected = (row?.openFindings ?? 0) > 0
  remembered.add(`${known}#${suspected ? 'yes' : 'no'}`, now)
  return suspected
}
