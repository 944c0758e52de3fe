/** A thread that inflates, reads and signs one body after the other. `reading-threads.ts` starts it, and ends it if a body takes too long. */

import { parentPort } from 'node:worker_threads'
import { inflateNow } from '#shared/goroutine/inflate.ts'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'
import type { ReadAnswer, ReadAnswers, ReadCall, ReadCalls } from './reading-message.ts'

/** Milliseconds that an answer waits for the next ones: a message costs as much as a small body. */
const HELD = 3

const read = readProfileBodyHere(() => performance.now(), inflateNow)

async function answer(call: ReadCall): Promise<ReadAnswer> {
  try {
    if (!('sockets' in call)) return { answer: await read(call.body, call.limits) }
    const { groupSocketBodyHere } = await import('#shared/ingest/socket-body.ts')
    return { answer: await groupSocketBodyHere(call.body, call.sockets) }
  } catch (error) {
    return { error }
  }
}

parentPort?.on('message', async (calls: ReadCalls) => {
  let held: ReadAnswer[] = []
  let since = performance.now()
  const tell = (): void => {
    parentPort?.postMessage(held satisfies ReadAnswers)
    held = []
    since = performance.now()
  }
  for (const call of calls) {
    held.push(await answer(call))
    if (performance.now() - since > HELD) tell()
  }
  if (held.length > 0) tell()
})
