import { beforeEach, describe, expect, it } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { judgeBytes, sampleProcesses } from '#shared/history/sample-processes.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { idOf, MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

let service: ReturnType<typeof serviceInMemory>
const NOW = MONDAY + 10 * HOUR

/** Forty pods for ten hours, of which one leaks. */
beforeEach(async () => {
  service = serviceInMemory(MONDAY)
  for (const hour of [0, 5, 9.5]) {
    service.clock.now = MONDAY + hour * HOUR
    for (let pod = 0; pod < 40; pod++) {
      const leak = pod === 23 ? 10 + 100 * hour : 10
      await take(service, [service.clock.now, { leak }], { instance: `pod-${pod}`, state: 'select' })
    }
  }
  service.clock.now = NOW
})

/** Bytes of a hundred hours of a process of one signature in blocks. */
const HUNDRED_HOURS = 20_000

const sample = (most?: number, from = MONDAY, openFrom = NOW, wanted?: string) =>
  sampleProcesses(service.deps, TENANT, SERVICE, { from, openFrom, now: NOW, wanted }, most)

describe('a sample of processes', () => {
  it('is all of them where they fit, and costs nothing but their list, where they lie, and a page of the newest profiles', async () => {
    service.rows.calls.length = 0
    const { processes, has, heads } = await sample()
    expect([processes.length, heads, has('any')]).toEqual([40, undefined, true])
    expect(service.rows.calls.map(({ verb, pk }) => `${verb} ${pk}`)).toEqual([
      'query acme#checkout',
      'get acme#checkout',
      'query acme#checkout#2026-09-07',
      'query acme#checkout#2026-09-06',
    ])
  })

  it.each([
    [512, 64],
    [2_048, 256],
    [1_000_000, 1_144],
  ])('may take on a machine of %i MB %i MB', (memory, most) => {
    expect(Math.round(judgeBytes(memory * 1024 ** 2) / 1024 ** 2)).toBe(most)
  })

  it('leaves out what ended before the window', async () => {
    expect((await sample(undefined, MONDAY + 2 * DAY)).processes).toEqual([])
  })

  it('is as large as it may be, and has the process with the most goroutines', async () => {
    const { processes, has } = await sample(HUNDRED_HOURS)
    // Ten and a half hours each.
    expect(processes.length).toBe(10)
    expect(processes.some(({ instance }) => instance === 'pod-23')).toBe(true)
    expect(processes.every(({ id }) => has(id))).toBe(true)
    expect(has('pod-x@unmarked')).toBe(false)
  })

  it('is the same from run to run', async () => {
    expect((await sample(HUNDRED_HOURS)).processes).toEqual((await sample(HUNDRED_HOURS)).processes)
  })

  it('knows what runs beside it: the newest profile of every process', async () => {
    const { heads } = await sample(HUNDRED_HOURS)
    expect(heads).toHaveLength(40)
    expect(heads?.find(({ process }) => process.startsWith('pod-23@'))).toMatchObject({ total: 960 })
  })

  it('counts the snapshots that are held beside the lives, by how often they come and what they hold', async () => {
    const most = 10 * HUNDRED_HOURS
    expect((await sample(most)).heads).toBeUndefined()
    const often = { ...service.deps, snapshots: newestOf(40, MINUTE, 1) }
    const open = (openFrom: number) =>
      sampleProcesses(often, TENANT, SERVICE, { from: MONDAY, openFrom, now: NOW, wanted: undefined }, most)
    // The hour of each is open: 36 KB beside 2 in blocks.
    expect((await open(NOW)).heads).toBeUndefined()
    expect((await open(NOW - HOUR)).processes).toHaveLength(6)
  })

  it('has the process that is asked for, wherever it stands', async () => {
    const { processes, has } = await sample(HUNDRED_HOURS)
    for (const { id } of (await sample()).processes) {
      if (has(id)) continue
      const asked = await sample(HUNDRED_HOURS, MONDAY, NOW, id)
      expect(asked.has(id)).toBe(true)
      expect(asked.processes.length).toBe(processes.length)
    }
  })

  /** Of 14 days and two open hours of a thousand processes with so many signatures, a profile each so often. */
  async function sampleOf(signatures: number, every: number) {
    const from = NOW - 14 * DAY
    const openFrom = NOW - 125 * MINUTE
    const many = Array.from({ length: 1_000 }, (_, i) => `pod-${i}`)
    const { directory } = service.deps
    const processes: typeof directory.processes = async function* (tenant, name) {
      for await (const process of directory.processes(tenant, name)) {
        for (const id of many) yield { ...process, id, firstSeen: from - DAY, lastSeen: NOW }
        return
      }
    }
    const snapshots = newestOf(1_000, every, signatures)
    const deps = { ...service.deps, directory: { ...directory, processes }, snapshots }
    return (await sampleProcesses(deps, TENANT, SERVICE, { from, openFrom, now: NOW })).processes.length
  }

  it.each([
    { signatures: 60, every: MINUTE, least: 135, most: 150 },
    { signatures: 300, every: MINUTE, least: 27, most: 32 },
    { signatures: 60, every: 5 * MINUTE, least: 235, most: 265 },
    { signatures: 16_000, every: MINUTE, least: 1, most: 1 },
  ])('is of $least to $most processes of $signatures signatures, a profile each $every ms', async (one) => {
    const count = await sampleOf(one.signatures, one.every)
    expect(count).toBeGreaterThanOrEqual(one.least)
    expect(count).toBeLessThanOrEqual(one.most)
  })
})

/** Snapshots of which the newest are of so many pods in turn. */
function newestOf(pods: number, every: number, signatures: number): typeof service.deps.snapshots {
  const { snapshots } = service.deps
  return {
    ...snapshots,
    newestHeads: async (_tenant, _service, now, most) =>
      Array.from({ length: most }, (_, i) => ({
        id: `${i}`,
        process: `pod-${i % pods}`,
        type: 'goroutine' as const,
        at: now - Math.floor(i / pods) * every,
        total: 1,
        signatures,
        sha256: '',
      })),
  }
}

/** As if each had run for five hundred years: one is as much as a reader can hold. */
const ancient = () => {
  const { directory } = service.deps
  const processes: typeof directory.processes = async function* (tenant, name) {
    for await (const process of directory.processes(tenant, name))
      yield { ...process, lastSeen: process.lastSeen + 200_000 * DAY }
  }
  return { ...service.deps, directory: { ...directory, processes } }
}

describe('a service that is read by a sample', () => {
  const range = { from: undefined, to: NOW + HOUR, now: NOW }
  const instancesOf = async (deps: typeof service.deps, process?: string) => {
    const { lives } = await readLives(deps, TENANT, SERVICE, { ...range, process })
    return lives.map((life) => life.process.instance)
  }

  it('has the lives of these alone, and the one that is asked for', async () => {
    expect(await instancesOf(service.deps)).toHaveLength(40)
    expect(await instancesOf(ancient())).toEqual(['pod-23'])
    const [asked] = (await sample()).processes
    expect(await instancesOf(ancient(), asked?.id)).toEqual([asked?.instance])
  })

  it('asks for the blocks of these alone, by their keys', async () => {
    await judgeService(service.deps, TENANT, SERVICE, 'run', NOW)
    service.rows.calls.length = 0
    await readLives(ancient(), TENANT, SERVICE, range)
    const blocks = service.rows.calls.filter(({ pk }) => pk.endsWith('#block'))
    expect(new Set(blocks.map(({ verb, sk }) => `${verb} ${sk.split('#').at(-1)?.split('@')[0]}`))).toEqual(
      new Set(['getMany pod-23']),
    )
  })

  it('holds no snapshots of the others', async () => {
    const { states } = await readLives(ancient(), TENANT, SERVICE, range)
    const all = await readLives(service.deps, TENANT, SERVICE, range)
    const select = [all, { states }].map((seen) => seen.states.get(idOf('leak'))?.get('select'))
    expect(select).toEqual([39 * 10 + 960, 960])
  })
})

describe('a service that is judged by a sample', () => {
  it('has all its processes told as running', async () => {
    await judgeService(ancient(), TENANT, SERVICE, 'run', NOW)
    expect(await service.deps.directory.service(TENANT, SERVICE)).toMatchObject({
      running: { processes: 40, goroutines: 39 * 10 + 960 },
    })
  })

  it('is judged by fewer of them where a run may hold less', async () => {
    const { snapshots } = service.deps
    const judged = async (sampleBytes?: number) => {
      const held = new Set<string>()
      const range: typeof snapshots.range = async function* (...asked) {
        for await (const snapshot of snapshots.range(...asked)) {
          held.add(snapshot.process)
          yield snapshot
        }
      }
      const deps = { ...service.deps, snapshots: { ...snapshots, range } }
      await judgeService(
        sampleBytes === undefined ? deps : { ...deps, sampleBytes },
        TENANT,
        SERVICE,
        'run',
        NOW,
      )
      return held.size
    }
    expect(await judged()).toBe(40)
    expect(await judged(HUNDRED_HOURS / 20)).toBe(1)
    expect(await judged(HUNDRED_HOURS)).toBe(7)
  })
})
