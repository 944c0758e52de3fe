import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { MOST_READING, type ReadProfileBody } from '#shared/ingest/read-profile-body.ts'
import type { ReadAnswer, ReadCall } from './reading-message.ts'

export interface ReadingThreads {
  readonly readProfileBody: ReadProfileBody
  close(): Promise<void>
}

interface ThreadOptions {
  readonly worker?: URL
  /** Threads at most. Each may hold an inflated dump and what is made of it. */
  readonly most?: number
  /** Milliseconds for one body. A thread that looks at the clock itself has given up before. */
  readonly budget?: number
  /** MB of the heap of one thread; the bytes of the body are beside it. */
  readonly heap?: number
}

type Read = Awaited<ReturnType<ReadProfileBody>>

interface Job extends PromiseWithResolvers<Read> {
  readonly call: ReadCall
}

/** A worker and what it does now. */
interface Thread {
  readonly worker: Worker
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
}

const WORKER = new URL('./reading-worker.ts', import.meta.url)
/** Beyond its own budget a thread does not answer: it is in one step that cannot look at the clock. */
const BUDGET = MOST_READING + 5_000
/** A dump of 64 MB with 15,000 stacks is read in less; more would only put collections off. */
const HEAP = 256

/**
 * Reads each body in a thread of its own kind, one at a time per thread. One that takes too long, or dies of its input,
 * fails that body alone; the next body starts another.
 */
export function readingThreads({
  worker: file = WORKER,
  most = Math.min(2, availableParallelism()),
  budget = BUDGET,
  heap = HEAP,
}: ThreadOptions = {}): ReadingThreads {
  const threads = new Set<Thread>()
  const waiting: Job[] = []

  const settle = (thread: Thread, end: (job: Job) => void): void => {
    const { job } = thread
    clearTimeout(thread.timer)
    thread.job = undefined
    if (job !== undefined) end(job)
  }
  const start = (): Thread => {
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heap } })
    const thread: Thread = { worker, job: undefined, timer: undefined }
    threads.add(thread)
    worker.on('message', (news: ReadAnswer) => {
      settle(thread, ({ resolve, reject }) => ('answer' in news ? resolve(news.answer) : reject(news.error)))
      next()
    })
    const gone = (): void => {
      threads.delete(thread)
      settle(thread, ({ resolve }) => resolve(tooSlow(budget)))
      next()
    }
    // What a thread dies of is its input; the event after it is `exit`.
    worker.on('error', gone)
    worker.on('exit', gone)
    return thread
  }
  const next = (): void => {
    const idle = [...threads].find(({ job }) => job === undefined)
    if (waiting.length === 0 || (idle === undefined && threads.size >= most)) return
    const thread = idle ?? start()
    const job = waiting.shift()
    thread.job = job
    thread.timer = setTimeout(() => thread.worker.terminate(), budget)
    thread.worker.postMessage(job?.call)
  }
  return {
    readProfileBody: (body, limits) => {
      const job = { call: { body, limits }, ...Promise.withResolvers<Read>() }
      waiting.push(job)
      next()
      return job.promise
    },
    close: async () => {
      await Promise.allSettled([...threads].map(({ job }) => job?.promise))
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}

const tooSlow = (limit: number): Read => ({
  answer: 'broken',
  broken: {
    reason: 'too-slow',
    detail: `The thread that read the body was ended: it took more than ${limit} ms or all of its memory. Send debug=0, which is read in a fraction of both.`,
    limit,
  },
})
