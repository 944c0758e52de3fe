/** A thread that reads one body after the other. `reading-threads.ts` starts it, and ends it if a body takes too long. */

import { parentPort } from 'node:worker_threads'
import { Rejection, refusalOf } from '#shared/api/reason.ts'
import { READERS, type ReadAnswer, type ReadCall } from './readers.ts'

/** Milliseconds that an answer waits for the next ones: a message costs as much as a small body. */
const HELD = 3

async function answer({ reader, body, how }: ReadCall): Promise<ReadAnswer> {
  // Each call is as its reader wants it: `reading-threads.ts` has the readers' own types.
  const read = READERS[reader] as (body: Uint8Array, how: unknown) => Promise<unknown>
  try {
    return { read: await read(body, how) }
  } catch (error) {
    return error instanceof Rejection ? { refusal: refusalOf(error) } : { error }
  }
}

parentPort?.on('message', async (calls: readonly ReadCall[]) => {
  let held: ReadAnswer[] = []
  let since = performance.now()
  const tell = (): void => {
    parentPort?.postMessage(held)
    held = []
    since = performance.now()
  }
  for (const call of calls) {
    held.push(await answer(call))
    if (performance.now() - since > HELD) tell()
  }
  if (held.length > 0) tell()
})
