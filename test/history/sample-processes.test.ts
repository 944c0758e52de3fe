import { beforeEach, describe, expect, it } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { sampleProcesses } from '#shared/history/sample-processes.ts'
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

/** Bytes of a hundred hours of a process in blocks. */
const HUNDRED_HOURS = 1_200_000

const sample = (most?: number, from = MONDAY, openFrom = NOW, wanted?: string) =>
  sampleProcesses(service.deps, TENANT, SERVICE, { from, openFrom, now: NOW, wanted }, most)

describe('a sample of processes', () => {
  it('is all of them where they fit, and costs nothing but their list', async () => {
    service.rows.calls.length = 0
    const { processes, has, heads } = await sample()
    expect([processes.length, heads, has('any')]).toEqual([40, undefined, true])
    expect(service.rows.calls.map(({ verb }) => verb)).toEqual(['query'])
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

  it('counts the snapshots that are held beside the lives, however young a process is', async () => {
    const most = 10 * HUNDRED_HOURS
    expect((await sample(most)).heads).toBeUndefined()
    // Forty minutes of each are open: 1.5 MB beside 0.1 in blocks.
    expect((await sample(most, MONDAY, NOW - HOUR)).processes).toHaveLength(8)
    expect((await sample(most, NOW - HOUR, NOW - HOUR)).processes).toHaveLength(8)
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

  /** Of 14 days and two open hours of so many processes. */
  async function sampleOf(count: number) {
    const from = NOW - 14 * DAY
    const openFrom = NOW - 125 * MINUTE
    const many = Array.from({ length: count }, (_, i) => `pod-${i}`)
    const { directory } = service.deps
    const processes: typeof directory.processes = async function* (tenant, name) {
      for await (const process of directory.processes(tenant, name)) {
        for (const id of many) yield { ...process, id, firstSeen: from - DAY, lastSeen: NOW }
        return
      }
    }
    const deps = { ...service.deps, directory: { ...directory, processes } }
    return sampleProcesses(deps, TENANT, SERVICE, { from, openFrom, now: NOW })
  }

  it('of 14 days and two open hours is of some 270 processes for a judge', async () => {
    const sampled = await sampleOf(1_000)
    expect(sampled.processes.length).toBeGreaterThan(260)
    expect(sampled.processes.length).toBeLessThan(280)
  })
})

/** As if each had run for twenty years: one is as much as a reader can hold. */
const ancient = () => {
  const { directory } = service.deps
  const processes: typeof directory.processes = async function* (tenant, name) {
    for await (const process of directory.processes(tenant, name))
      yield { ...process, lastSeen: process.lastSeen + 7_300 * DAY }
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
    expect(await judged(HUNDRED_HOURS)).toBe(1)
    expect(await judged(10 * HUNDRED_HOURS)).toBe(4)
  })
})
