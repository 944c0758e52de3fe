import type { DatabaseSync } from 'node:sqlite'
import type { Writer } from './group-commit.sqlite.ts'
import type { IndexMessage, IndexQueue } from './index-queue.ts'

/** A message with what became of it so far. */
export interface QueuedMessage extends IndexMessage {
  readonly id: number
  /** Id of the request that sent it. */
  readonly request: string | undefined
  readonly tries: number
  /** Why the last try failed. */
  readonly cause: string | undefined
}

/** The queue of a data folder. A message leaves it when it is done; one that failed too often lies aside. */
export interface FolderQueue extends IndexQueue {
  /** Messages to be tried, the oldest first, behind an id. */
  waiting(after: number, limit: number): QueuedMessage[]
  /** Those that failed `TRIES` times. */
  dead(): QueuedMessage[]
  done(message: QueuedMessage): Promise<void>
  failed(message: QueuedMessage, cause: string): Promise<void>
  /** @returns how many dead messages wait again, their tries counted anew */
  redrive(): Promise<number>
  /** @param listener hears of every message that this thread has made durable from now on */
  onSend(listener: () => void): void
}

/** Tries of a message before it lies aside, as on AWS (infra/constructs/jobs.ts). */
export const TRIES = 5

/** @param request names the request in hand */
export function sqliteIndexQueue(
  database: DatabaseSync,
  { write }: Writer,
  request: () => string | undefined = () => undefined,
): FolderQueue {
  // A new id: whoever handles the message that stood there before does not end this one with it.
  const send = database.prepare('INSERT OR REPLACE INTO message (key, request) VALUES (?, ?)')
  const waiting = database.prepare('SELECT * FROM message WHERE dead = 0 AND id > ? ORDER BY id LIMIT ?')
  const dead = database.prepare('SELECT * FROM message WHERE dead = 1 ORDER BY id')
  const done = database.prepare('DELETE FROM message WHERE id = ?')
  const failed = database.prepare(
    'UPDATE message SET tries = tries + 1, dead = tries + 1 >= ?, cause = ? WHERE id = ?',
  )
  const redrive = database.prepare('UPDATE message SET dead = 0, tries = 0 WHERE dead = 1')
  const listeners: (() => void)[] = []
  return {
    onSend: (listener) => {
      listeners.push(listener)
    },
    send: async ({ key }) => {
      const id = request() ?? null
      await write(() => send.run(key, id))
      for (const hear of listeners) hear()
    },
    waiting: (after, limit) => waiting.all(after, limit).map(messageOf),
    dead: () => dead.all().map(messageOf),
    done: async ({ id }) => {
      await write(() => done.run(id))
    },
    failed: async ({ id }, cause) => {
      await write(() => failed.run(TRIES, cause, id))
    },
    redrive: () => write(() => Number(redrive.run().changes)),
  }
}

const messageOf = (row: Record<string, unknown>): QueuedMessage => ({
  id: row.id as number,
  key: row.key as string,
  request: (row.request as string | null) ?? undefined,
  tries: row.tries as number,
  cause: (row.cause as string | null) ?? undefined,
})
