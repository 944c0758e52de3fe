/** A thread that inflates, reads and signs one body after the other. `reading-threads.ts` starts it, and ends it if a body takes too long. */

import { parentPort } from 'node:worker_threads'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'
import type { ReadAnswer, ReadCall } from './reading-message.ts'

const read = readProfileBodyHere(() => performance.now())
const tell = (answer: ReadAnswer): void => parentPort?.postMessage(answer)

parentPort?.on('message', async ({ body, limits }: ReadCall) => {
  try {
    tell({ answer: await read(body, limits) })
  } catch (error) {
    tell({ error })
  }
})
