import { AsyncLocalStorage } from 'node:async_hooks'
import { type Random, randomOf } from '#bench/verdicts/battery/random.ts'
import { assemble, type Rim } from '#functions/deps.ts'
import { inProcessLeases } from '#infra/local/leases.in-process.ts'
import { togetherOver } from '#infra/local/open-stores.ts'
import { memoryTopic } from '#shared/delivery/notice-topic.memory.ts'
import type { TellDeps } from '#shared/delivery/tell.ts'
import type { GroupWriter } from '#shared/store/group-commit.sqlite.ts'
import { faultyProfiles, faultyQueue, faultyRows, faultyTopic, type Request } from './faulty-ports.ts'
import { awsMachine } from './machine.aws.ts'
import { memoryMachine } from './machine.memory.ts'
import { sqliteMachine } from './machine.sqlite.ts'
import type { Machine } from './machine.ts'
import type { Schedule, Worker } from './schedule.ts'
import { BEGIN } from './story.ts'
import type { Turn } from './turns.ts'
import { type Weather, weatherOf } from './weather.ts'

const ENV = { INGEST_RESOLUTION_SECONDS: '60', RETENTION_DAYS: '90' }

/** A piece of work that waits for its turn before each request. */
export type Work = (turn: Turn) => Promise<void>

export type World = Awaited<ReturnType<typeof openWorld>>
export type WorkDeps = ReturnType<typeof assemble<Pick<Rim, 'now' | 'indexQueue'> & Telling>>
type Telling = Pick<TellDeps, 'topic' | 'post' | 'call' | 'publicUrl'>

/** Stores that outlive the processes over them, and the processes that a schedule ends. */
export async function openWorld(schedule: Schedule) {
  const random = randomOf(schedule.seed ^ 0x5eed)
  const lives = new Map<string, ReturnType<typeof begin>>()
  /** Who asks. */
  const working = new AsyncLocalStorage<Request>()
  const topic = memoryTopic()
  const weather = weatherOf(schedule, random, BEGIN, (life, isTorn) => {
    life.isOver = true
    machine.crash(isTorn)
  })
  const { now } = weather
  const machine = await machineOf(schedule, random, weather)

  const calm: Request = (_, send) => send()
  const storesOver = (request: Request, stores: () => Pick<Machine, 'rows' | 'profiles'>) =>
    assemble(
      ENV,
      {
        now,
        indexQueue: faultyQueue(() => machine.queue, request),
        topic: faultyTopic(topic, request),
        post: () => Promise.reject(new Error('there are no webhooks')),
        call: () => Promise.reject(new Error('there are no trackers')),
        publicUrl: 'https://tidemark.test',
      },
      faultyRows(() => stores().rows, request),
      faultyProfiles(() => stores().profiles, request),
    )
  /** Writes of a push that are one transaction are one request. */
  const over = (request: Request) => {
    const stores = storesOver(request, () => machine)
    if (machine.writer === undefined) return stores
    const within = storesOver(calm, () => machine.within ?? machine)
    const together: GroupWriter['together'] = (work) =>
      request(true, async () => (await machine.writer?.together(work)) as Awaited<ReturnType<typeof work>>)
    return { ...stores, together: togetherOver(stores, within, { together }) }
  }
  /** What a process has and remembers while it lives. */
  function begin() {
    const deps = over((isWrite, send) => (working.getStore() ?? calm)(isWrite, send))
    const ledger = machine.isLocal ? inProcessLeases(deps.ledger) : deps.ledger
    return { life: { isOver: false }, deps: { ...deps, ledger } }
  }
  const living = (worker: Worker): ReturnType<typeof begin> => {
    const name = machine.isLocal ? 'server' : worker
    const known = lives.get(name)
    const life = known === undefined || known.life.isOver ? begin() : known
    lives.set(name, life)
    return life
  }

  return {
    schedule,
    random,
    weather,
    machine,
    topic,
    /** Reads that nothing befalls. */
    stores: over(calm),
    /** Work of a process, which begins anew where it had ended. */
    work:
      (worker: Worker, work: (deps: WorkDeps) => Promise<unknown>): Work =>
      async (turn) => {
        await turn()
        const { life, deps } = living(worker)
        await working.run(weather.requests(worker, life, turn), () => work(deps))
      },
  }
}

async function machineOf(schedule: Schedule, random: Random, { now, onWire }: Weather): Promise<Machine> {
  switch (schedule.world) {
    case 'memory':
      return memoryMachine(now)
    case 'sqlite':
      return sqliteMachine(now, random)
    case 'aws':
      return awsMachine(now, onWire)
  }
}
