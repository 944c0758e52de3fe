import { beforeEach, describe, expect, it } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { sampleProcesses } from '#shared/history/sample-processes.ts'
import { DAY, HOUR } from '#shared/trend/block.ts'
import { MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

let service: ReturnType<typeof serviceInMemory>
const NOW = MONDAY + 10 * HOUR

/** Forty pods for ten hours, of which one leaks. */
beforeEach(async () => {
  service = serviceInMemory(MONDAY)
  for (const hour of [0, 5, 9.5]) {
    service.clock.now = MONDAY + hour * HOUR
    for (let pod = 0; pod < 40; pod++) {
      const leak = pod === 23 ? 10 + 100 * hour : 10
      await take(service, [service.clock.now, { leak }], { instance: `pod-${pod}` })
    }
  }
  service.clock.now = NOW
})

const sample = (most?: number, from = MONDAY) =>
  sampleProcesses(service.deps, TENANT, SERVICE, { from, now: NOW }, most)

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
    const { processes, has } = await sample(100)
    // Ten and a half hours each.
    expect(processes.length).toBe(10)
    expect(processes.some(({ instance }) => instance === 'pod-23')).toBe(true)
    expect(processes.every(({ id }) => has(id))).toBe(true)
    expect(has('pod-x@unmarked')).toBe(false)
  })

  it('is the same from run to run', async () => {
    expect((await sample(100)).processes).toEqual((await sample(100)).processes)
  })

  it('knows what runs beside it: the newest profile of every process', async () => {
    const { heads } = await sample(100)
    expect(heads).toHaveLength(40)
    expect(heads?.find(({ process }) => process.startsWith('pod-23@'))).toMatchObject({ total: 960 })
  })
})

describe('a service that is judged by a sample', () => {
  it('has all its processes told as running', async () => {
    const { directory } = service.deps
    const processes: typeof directory.processes = async function* (tenant, name) {
      // As if each had run for two years: far more hours than a run can hold.
      for await (const process of directory.processes(tenant, name))
        yield { ...process, lastSeen: process.lastSeen + 730 * DAY }
    }
    const deps = { ...service.deps, directory: { ...directory, processes } }
    await judgeService(deps, TENANT, SERVICE, 'run', NOW)
    expect(await directory.service(TENANT, SERVICE)).toMatchObject({
      running: { processes: 40, goroutines: 39 * 10 + 960 },
    })
  })
})
