import type { DatabaseSync } from 'node:sqlite'
import { setImmediate, setTimeout } from 'node:timers'
import { storeError } from './store-error.sqlite.ts'

/** Writes of one thread. */
export interface Writer {
  /**
   * Runs `work`, which is synchronous, inside a transaction that it shares with what else is asked for meanwhile, in order.
   *
   * @returns what `work` did, once it is on the disk
   * @throws StorageFullError where the disk is full; what `work` throws, which then has changed nothing
   */
  write<Result>(work: () => Result): Promise<Result>
}

/** Writes of one thread, one by one or several as one. */
export interface GroupWriter extends Writer {
  /**
   * Runs `work` inside a transaction that it shares likewise. It waits for nothing but reads and writes through `within`.
   *
   * Where a write or the transaction fails, nothing of it is left and `work` runs again with a transaction for each write:
   * it does nothing beside its writes that must not be done twice.
   * @returns what `work` did, once all that it wrote is on the disk
   */
  together<Result>(work: () => Promise<Result>): Promise<Result>
  /** For `work` of `together` alone: a write is answered when it is done, and is on the disk with the others. */
  readonly within: Writer
}

interface Task {
  /** A promise where it is of `together`. */
  readonly work: () => unknown
  readonly isTogether: boolean
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/** Least milliseconds between two commits, each of which holds up the thread for an fsync; on a slow disk as long as that took. */
const WINDOW = 2

/**
 * Commits together what comes in the same turn of the loop, and under load what comes within `WINDOW`.
 *
 * @param ticks milliseconds of a clock that never jumps
 */
export function groupCommit(database: DatabaseSync, ticks: () => number): GroupWriter {
  let waiting: Task[] = []
  let isOpen = false
  let isBroken = false
  let ended = Number.NEGATIVE_INFINITY
  let took = 0

  /** @returns false: nothing of it was written, and nobody but a write that came alone was told */
  const attempt = async (tasks: readonly Task[]): Promise<boolean> => {
    const answers: (() => void)[] = []
    try {
      database.exec('BEGIN IMMEDIATE')
      isOpen = true
      isBroken = false
      for (const { work, isTogether, resolve, reject } of tasks) {
        if (!isTogether) {
          const result = work()
          answers.push(() => resolve(result as never))
          continue
        }
        const [end] = await Promise.allSettled([work()])
        if (isBroken) break
        answers.push(() => (end.status === 'fulfilled' ? resolve(end.value as never) : reject(end.reason)))
      }
      isOpen = false
      if (isBroken) rollBack(database)
      else database.exec('COMMIT')
    } catch (error) {
      isOpen = false
      rollBack(database)
      const [only] = tasks
      if (tasks.length === 1 && only?.isTogether === false) only.reject(storeError(error))
      return false
    }
    if (isBroken) return false
    for (const answer of answers) answer()
    return true
  }
  const commit = async (): Promise<void> => {
    const tasks = waiting
    const began = ticks()
    waiting = []
    const done = await attempt(tasks)
    // One may have failed for all: alone each fails for itself.
    if (!done)
      for (const task of tasks) {
        if (task.isTogether) (task.work() as Promise<never>).then(task.resolve, task.reject)
        else if (tasks.length > 1) await attempt([task])
      }
    ended = ticks()
    took = ended - began
    isScheduled = false
    schedule()
  }
  let isScheduled = false
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return
    isScheduled = true
    const rest = ended + Math.max(WINDOW, took) - ticks()
    if (rest > 0) setTimeout(commit, rest)
    else setImmediate(commit)
  }
  const add = <Result>(work: () => unknown, isTogether: boolean): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, isTogether, resolve, reject })
      schedule()
    })
  const write = <Result>(work: () => Result): Promise<Result> => add(work, false)
  return {
    write,
    together: (work) => add(work, true),
    within: {
      write: async (work) => {
        if (!isOpen) return write(work)
        try {
          return work()
        } catch (error) {
          isBroken = true
          throw storeError(error)
        }
      },
    },
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // A full disk has rolled back already.
  }
}
