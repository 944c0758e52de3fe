import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { JudgeNow } from '#functions/api/api-deps.ts'
import type { Meter } from '#functions/meter.ts'
import { rejectionOf } from '#shared/api/reason.ts'
import { DamagedError } from '#shared/store/store-error.ts'
import type { JudgeAnswer, JudgeNews, JudgeThreadOptions } from './judge-worker.ts'

export interface JudgeThread {
  readonly judge: JudgeNow
  /** Waits for what is under way. */
  close(): Promise<void>
}

/** MB of the heap for what is new. Without a bound they grow to 130, and the process keeps them (2026-11-30). */
const YOUNG = 24

/** Judges in a thread that starts with the first call; one that dies fails what it had, and the next call starts another. */
export function judgeThread(
  options: () => Promise<JudgeThreadOptions>,
  { meter, onDamage }: { readonly meter: Meter; readonly onDamage: (damage: DamagedError) => void },
): JudgeThread {
  const calls = new Map<number, PromiseWithResolvers<JudgeAnswer>>()
  let ids = 0
  let running: Promise<Worker> | undefined

  const hear = (news: JudgeNews): void => {
    if ('judged' in news) {
      meter.judged(news.judged)
      return
    }
    if ('damaged' in news) {
      onDamage(new DamagedError(news.damaged.what, news.damaged.key, news.damaged.found))
      return
    }
    const call = calls.get(news.id)
    calls.delete(news.id)
    if ('answer' in news) call?.resolve(news.answer)
    else if ('error' in news) call?.reject(news.error)
    else call?.reject(rejectionOf(news.refusal))
  }
  const start = async (): Promise<Worker> => {
    const worker = new Worker(new URL('./judge-worker.ts', import.meta.url), {
      workerData: await options(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    })
    worker.on('message', hear)
    const end = (cause: unknown): void => {
      running = undefined
      for (const { reject } of calls.values()) reject(new Error('the thread of the judge ended', { cause }))
      calls.clear()
    }
    worker.on('error', end)
    worker.on('exit', end)
    return worker
  }
  return {
    judge: async (tenant, service) => {
      running ??= start()
      const worker = await running
      const id = ids++
      const call = Promise.withResolvers<JudgeAnswer>()
      calls.set(id, call)
      worker.postMessage({ id, tenant, service })
      return call.promise
    },
    close: async () => {
      await Promise.allSettled([...calls.values()].map(({ promise }) => promise))
      const worker = await running
      if (worker === undefined) return
      worker.postMessage('close')
      await once(worker, 'exit')
    },
  }
}
