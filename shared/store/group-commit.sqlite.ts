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

interface Task {
  readonly work: () => unknown
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
export function groupCommit(database: DatabaseSync, ticks: () => number): Writer {
  let waiting: Task[] = []
  let ended = Number.NEGATIVE_INFINITY
  let took = 0
  const commit = (): void => {
    const tasks = waiting
    const began = ticks()
    waiting = []
    const done = attempt(database, tasks)
    // One may have failed for all: alone each fails for itself.
    if (!done && tasks.length > 1) for (const task of tasks) attempt(database, [task])
    ended = ticks()
    took = ended - began
  }
  return {
    write: <Result>(work: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ work, resolve, reject })
        if (waiting.length > 1) return
        const rest = ended + Math.max(WINDOW, took) - ticks()
        if (rest > 0) setTimeout(commit, rest)
        else setImmediate(commit)
      }),
  }
}

/** @returns false: nothing of it was written, and nobody but a task that came alone was told */
function attempt(database: DatabaseSync, tasks: readonly Task[]): boolean {
  let results: unknown[]
  try {
    database.exec('BEGIN IMMEDIATE')
    results = tasks.map(({ work }) => work())
    database.exec('COMMIT')
  } catch (error) {
    rollBack(database)
    if (tasks.length === 1) tasks[0]?.reject(storeError(error))
    return false
  }
  for (const [i, { resolve }] of tasks.entries()) resolve(results[i] as never)
  return true
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // A full disk has rolled back already.
  }
}
