import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Rejection, rejectionOf } from '#shared/api/reason.ts'
import { MOST_READING } from '#shared/ingest/read-profile-body.ts'
import { withKeptCode } from './kept-code.ts'
import { READERS, type ReadAnswer, type ReadCall, type Readers } from './readers.ts'

export interface ReadingThreads {
  /** Each refuses a body that takes too long or too much memory as `too-slow`. */
  readonly readers: Readers
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

interface Job extends PromiseWithResolvers<unknown> {
  readonly call: ReadCall
  /** It was with others in a thread that ended. */
  isSuspect: boolean
}

/** A worker and what it does now. */
interface Thread {
  readonly worker: Worker
  /** In the order in which they are answered. */
  jobs: Job[]
  timer: NodeJS.Timeout | undefined
}

const NAMES = Object.keys(READERS) as (keyof Readers)[]
const WORKER = new URL('./reading-worker.ts', import.meta.url)
/** Beyond its own budget a thread does not answer: it is in one step that cannot look at the clock. */
const BUDGET = MOST_READING + 5_000
/** A dump of 64 MB with 15,000 stacks is read in less; more would only put collections off. */
const HEAP = 256
/** MB of it for what is new; without a bound they grow to 100. */
const YOUNG = 24
/** Bodies, and their bytes, that a thread is handed at one time: a message costs as much as reading a small body. */
const MOST_BODIES = 16
const MOST_BYTES = 128 * 1024

/**
 * Reads bodies in threads of their own kind, one at a time per thread. One that takes too long, or kills its thread, fails
 * alone: those that were with it are read again, each by itself.
 */
export function readingThreads({
  worker: file = WORKER,
  most = Math.min(2, availableParallelism()),
  budget = BUDGET,
  heap = HEAP,
}: ThreadOptions = {}): ReadingThreads {
  const threads = new Set<Thread>()
  const waiting: Job[] = []

  const watch = (thread: Thread): void => {
    clearTimeout(thread.timer)
    thread.timer = thread.jobs.length === 0 ? undefined : setTimeout(() => thread.worker.terminate(), budget)
  }
  const start = (): Thread => {
    const worker = new Worker(file, {
      env: withKeptCode(),
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG },
    })
    const thread: Thread = { worker, jobs: [], timer: undefined }
    threads.add(thread)
    worker.on('message', (answers: readonly ReadAnswer[]) => {
      for (const [i, { resolve, reject }] of thread.jobs.splice(0, answers.length).entries()) {
        const news = answers[i] as ReadAnswer
        if ('read' in news) resolve(news.read)
        else reject('refusal' in news ? rejectionOf(news.refusal) : news.error)
      }
      watch(thread)
      next()
    })
    const gone = (): void => {
      threads.delete(thread)
      const jobs = thread.jobs.splice(0)
      watch(thread)
      const [first] = jobs
      if (jobs.length === 1) first?.reject(tooSlow(budget))
      else waiting.unshift(...jobs.map((job) => Object.assign(job, { isSuspect: true })))
      next()
    }
    // What a thread dies of is its input; the event after it is `exit`.
    worker.on('error', gone)
    worker.on('exit', gone)
    return thread
  }
  /** The next jobs for one thread: a share of those that wait, few and small. */
  const take = (): Job[] => {
    const share = Math.min(MOST_BODIES, Math.ceil(waiting.length / most))
    const jobs: Job[] = []
    for (let bytes = 0; jobs.length < share; ) {
      const job = waiting[0] as Job
      bytes += job.call.body.byteLength
      if (jobs.length > 0 && (bytes > MOST_BYTES || job.isSuspect)) break
      jobs.push(job)
      waiting.shift()
      if (job.isSuspect) break
    }
    return jobs
  }
  const next = (): void => {
    for (;;) {
      const idle = [...threads].find(({ jobs }) => jobs.length === 0)
      if (waiting.length === 0 || (idle === undefined && threads.size >= most)) return
      const thread = idle ?? start()
      thread.jobs = take()
      thread.worker.postMessage(thread.jobs.map(({ call }) => ({ ...call, body: shared(call.body) })))
      watch(thread)
    }
  }
  let isDue = false
  const ask = (call: ReadCall): Promise<unknown> => {
    const job: Job = { call, isSuspect: false, ...Promise.withResolvers<unknown>() }
    waiting.push(job)
    // Those of this turn of the loop go together.
    if (!isDue)
      setImmediate(() => {
        isDue = false
        next()
      })
    isDue = true
    return job.promise
  }
  const asking = (reader: keyof Readers) => (body: Uint8Array, how: unknown) => ask({ reader, body, how })
  return {
    readers: Object.fromEntries(NAMES.map((reader) => [reader, asking(reader)])) as Readers,
    close: async () => {
      await Promise.allSettled([...threads].flatMap(({ jobs }) => jobs.map(({ promise }) => promise)))
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}

/** A message copies the whole buffer behind an array, of which a small body is a part. */
function shared(body: Uint8Array): Uint8Array {
  if (body.buffer instanceof SharedArrayBuffer) return body
  const copy = new Uint8Array(new SharedArrayBuffer(body.byteLength))
  copy.set(body)
  return copy
}

const tooSlow = (limit: number): Rejection =>
  new Rejection(
    'too-slow',
    `The thread that read the body was ended: it took more than ${limit} ms or all of its memory. Send less at once; of goroutines debug=0, which is read in a fraction of both.`,
    { limit },
  )
