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

/** Servers at one time, each over a folder of its own: while one starts, another one is pushed to. */
const SERVERS = 3

/**
 * Kills `tidemark serve` (SIGKILL) amid pushes so many times.
 *
 * @param onKill hears after each how many there were, and how much is lost
 * @returns pushes that were acknowledged, and what of them is lost
 */
export async function killServer(
  kills: number,
  seed: number,
  onKill: (kills: number, lost: number) => void = () => {},
): Promise<{ readonly acknowledged: number; readonly lost: readonly string[] }> {
  const random = randomOf(seed)
  const lives = Array.from({ length: kills }, () => random.uniform() * LIVES)
  const lost: string[] = []
  let [killed, acknowledged] = [0, 0]
  const killOver = async (home: string): Promise<void> => {
    for (let life = lives.pop(); life !== undefined; life = lives.pop()) {
      const served = await serve(home)
      const known = await pushUntilKilled(served, life)
      acknowledged += known.length
      lost.push(...(await missing(served.data, known)))
      onKill(++killed, lost.length)
    }
  }
  const servers = Array.from({ length: Math.min(SERVERS, kills) }, () => withFolder(killOver))
  await Promise.all(servers)
  return { acknowledged, lost }
}

/** Goroutines of the next push: no two are alike. */
let next = 0

async function pushUntilKilled(served: Served, milliseconds: number): Promise<Acknowledged[]> {
  const known: Acknowledged[] = []
  const killed = Promise.withResolvers<void>()
  const push = async (): Promise<boolean> => {
    const goroutines = ++next
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
