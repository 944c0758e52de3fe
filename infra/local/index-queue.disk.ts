import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { logFailure } from '#functions/log.ts'
import { forRequest, requestInHand } from '#functions/request-id.ts'
import type { IndexMessage, IndexQueue } from '#shared/store/index-queue.ts'

/** A queue that keeps each message as a file until it is done. */
export interface DiskQueue extends IndexQueue {
  /** Hands every waiting message to `handle`; one that throws stays for the next time. */
  drain(handle: (message: IndexMessage) => Promise<void>): Promise<void>
  /** @param listener hears of every message that has become durable from now on */
  onSend(listener: () => void): void
}

/** @param directory is made where it is missing */
export async function diskQueue(directory: string): Promise<DiskQueue> {
  await mkdir(directory, { recursive: true })
  const listeners: (() => void)[] = []
  return {
    onSend: (listener) => {
      listeners.push(listener)
    },
    send: async (message) => {
      // The same message twice is one file: indexing twice changes nothing.
      const name = `${createHash('sha256').update(message.key).digest('hex')}.json`
      const temporary = join(directory, `${name}.${randomUUID()}.new`)
      const file = await open(temporary, 'w')
      await file.writeFile(JSON.stringify({ ...message, requestId: requestInHand() }))
      await file.sync()
      await file.close()
      await rename(temporary, join(directory, name))
      for (const hear of listeners) hear()
    },
    drain: async (handle) => {
      const take = async (name: string): Promise<void> => {
        const path = join(directory, name)
        const { requestId = name, ...message } = JSON.parse(await readFile(path, 'utf8'))
        await forRequest(requestId, async () => {
          await handle(message).then(() => rm(path), logUnindexed)
        })
      }
      const names = await readdir(directory)
      for (const name of names.filter((each) => each.endsWith('.json'))) await take(name).catch(logUnindexed)
    },
  }
}

const logUnindexed = (error: unknown): void => logFailure('a queued profile could not be indexed', error)
