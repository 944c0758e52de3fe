import { once } from 'node:events'
import { setTimeout as passed } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { JudgeNow } from '#functions/api/api-deps.ts'
import type { Meter } from '#functions/meter.ts'
import { rejectionOf } from '#shared/api/reason.ts'
import { DamagedError } from '#shared/store/store-error.ts'
import type { JudgeAnswer, JudgeNews, JudgeThreadOptions } from './judge-worker.ts'
import { withKeptCode } from './kept-code.ts'

export interface JudgeThread {
  readonly judge: JudgeNow
  /** Waits a moment for what is under way, and ends it then; it was not judged, and is when the next process starts. */
  close(): Promise<void>
}

interface JudgeThreadSettings {
  readonly worker?: URL
  /** Milliseconds without a call after which the thread ends. */
  readonly idle?: number
  /** Milliseconds that `close` waits for what is under way. */
  readonly grace?: number
  /** MB of the heap; without it V8's own bound: half of the memory, 4 GB at most. */
  readonly heap?: number
}

/** A worker and the calls that it has to answer. */
interface Thread {
  readonly worker: Worker
  readonly calls: Map<number, PromiseWithResolvers<JudgeAnswer>>
  idle: NodeJS.Timeout | undefined
}

const WORKER = new URL('./judge-worker.ts', import.meta.url)
/** MB of the heap for what is new. Without a bound they grow to 130, and the process keeps them (2026-11-30). */
const YOUNG = 12
/** A thread at rest keeps up to 150 MB; the next one starts in half a second (2026-12-01). */
const IDLE = 20_000
/** A large service takes minutes; systemd.service(5) kills what has not stopped after 90 s. */
const GRACE = 10_000

/** Judges in a thread that starts with the first call and ends at rest; one that dies fails what it had, and the next call starts another. */
export function judgeThread(
  options: () => Promise<JudgeThreadOptions>,
  { meter, onDamage }: { readonly meter: Meter; readonly onDamage: (damage: DamagedError) => void },
  { worker: file = WORKER, idle = IDLE, grace = GRACE, heap }: JudgeThreadSettings = {},
): JudgeThread {
  let ids = 0
  let running: Promise<Thread> | undefined
  let current: Thread | undefined
  let isClosed = false

  const leave = (): void => {
    current = undefined
    running = undefined
  }
  /** It closes its database and exits. */
  const rest = async (thread: Thread): Promise<void> => {
    leave()
    clearTimeout(thread.idle)
    thread.worker.postMessage('close')
    await once(thread.worker, 'exit')
  }
  const hear = (thread: Thread, news: JudgeNews): void => {
    if ('judged' in news) {
      meter.judged(news.judged)
      return
    }
    if ('damaged' in news) {
      onDamage(new DamagedError(news.damaged.what, news.damaged.key, news.damaged.found))
      return
    }
    const call = thread.calls.get(news.id)
    thread.calls.delete(news.id)
    if (thread.calls.size === 0) thread.idle = setTimeout(() => void rest(thread), idle).unref()
    if ('answer' in news) call?.resolve(news.answer)
    else if ('error' in news) call?.reject(news.error)
    else call?.reject(rejectionOf(news.refusal))
  }
  const start = async (): Promise<Thread> => {
    const worker = new Worker(file, {
      workerData: await options(),
      env: withKeptCode(),
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG,
        ...(heap !== undefined && { maxOldGenerationSizeMb: heap }),
      },
    })
    const thread: Thread = { worker, calls: new Map(), idle: undefined }
    worker.on('message', (news: JudgeNews) => hear(thread, news))
    // What is called meanwhile has a thread of its own.
    const end = (cause: unknown): void => {
      if (thread === current) leave()
      for (const { reject } of thread.calls.values()) reject(ended(cause))
      thread.calls.clear()
    }
    worker.on('error', end)
    worker.on('exit', end)
    current = thread
    return thread
  }
  return {
    judge: async (tenant, service) => {
      if (isClosed) throw new Error('the judge is closed')
      running ??= start()
      const { worker, calls, idle } = await running
      clearTimeout(idle)
      const id = ids++
      const call = Promise.withResolvers<JudgeAnswer>()
      calls.set(id, call)
      worker.postMessage({ id, tenant, service })
      return call.promise
    },
    close: async () => {
      isClosed = true
      const thread = await running
      if (thread === undefined) return
      const answers = [...thread.calls.values()].map(({ promise }) => promise)
      await Promise.race([Promise.allSettled(answers), passed(grace, undefined, { ref: false })])
      if (thread.calls.size > 0) await thread.worker.terminate()
      else if (thread === current) await rest(thread)
    },
  }
}

function ended(cause: unknown): Error {
  const isFull = (cause as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const why = isFull ? ': what it judged took more memory than its heap may have' : ''
  return new Error(`the thread of the judge ended${why}`, { cause })
}
