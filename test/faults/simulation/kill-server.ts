import { randomOf } from '#bench/verdicts/battery/random.ts'
import { LOCAL_TENANT } from '#infra/local/first-token.ts'
import { openStores } from '#infra/local/open-stores.ts'
import { factsOf } from '#shared/ingest/profile-object.ts'
import { objectKey } from '#shared/store/keys.ts'
import { processId } from '#shared/trend/process.ts'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'

/** A push that was answered 201. */
interface Acknowledged {
  readonly id: string
  readonly goroutines: number
}

const SERVICE = 'checkout'
/** Pushes under way at one time: they share transactions. */
const AT_ONCE = 16
/** Milliseconds from the first acknowledged push of a server to its end, at most. */
const LIVES = 250

/** Kills `tidemark serve` (SIGKILL) amid pushes so many times. @returns pushes that were acknowledged, and what of them is lost */
export const killServer = (
  kills: number,
  seed: number,
): Promise<{ readonly acknowledged: number; readonly lost: readonly string[] }> =>
  withFolder(async (home) => {
    const random = randomOf(seed)
    const lost: string[] = []
    let acknowledged = 0
    for (let i = 0; i < kills; i++) {
      const served = await serve(home)
      const known = await pushUntilKilled(served, acknowledged, random.uniform() * LIVES)
      acknowledged += known.length
      lost.push(...(await missing(served.data, known)))
    }
    return { acknowledged, lost }
  })

async function pushUntilKilled(served: Served, first: number, milliseconds: number): Promise<Acknowledged[]> {
  const known: Acknowledged[] = []
  const killed = Promise.withResolvers<void>()
  let n = first
  const push = async (): Promise<boolean> => {
    const goroutines = ++n
    const path = `/v1/profiles?service=${SERVICE}&instance=pod-${goroutines}`
    const body = dump({ 'main.recv < main.worker': goroutines })
    try {
      const response = await served.send(path, { method: 'POST', body })
      const { id } = (await response.json()) as { id: string }
      if (response.status !== 201) throw new Error(`a push was answered ${response.status}`)
      if (known.length === 0) setTimeout(killed.resolve, milliseconds)
      known.push({ id, goroutines })
      return true
    } catch (error) {
      // fetch says so where the connection broke.
      if (error instanceof TypeError || error instanceof SyntaxError) return false
      throw error
    }
  }
  const connection = async (): Promise<void> => {
    while (await push());
  }
  const all = Promise.all(Array.from({ length: AT_ONCE }, connection))
  await killed.promise
  await served.stop('SIGKILL')
  await all
  return known
}

/** What was acknowledged and is not stored, or neither in the index nor queued for it. */
async function missing(directory: string, known: readonly Acknowledged[]): Promise<string[]> {
  const { folder, stores } = openStores(directory, { now: () => Date.now(), keepDays: 90 })
  const queued = new Set(folder.queue.waiting(0, Number.MAX_SAFE_INTEGER).map(({ key }) => key))
  const lost: string[] = []
  for (const { id, goroutines } of known) {
    const key = objectKey.profile(LOCAL_TENANT, SERVICE, id, 0)
    const expected = dump({ 'main.recv < main.worker': goroutines })
    const found = await stores.profiles.get(key)
    if (found === undefined || Buffer.compare(found.body, expected) !== 0) lost.push(`profile ${id}`)
    const process = found === undefined ? '' : processId(factsOf(found.metadata).process)
    const row = await stores.snapshots.get(LOCAL_TENANT, SERVICE, { id, process })
    if (row?.total !== goroutines && !queued.has(key)) lost.push(`row ${id}`)
  }
  await folder.close()
  return lost
}
