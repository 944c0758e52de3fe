/**
 * Asks a server how it is, in a thread of its own: the thread that pushes stands still for its own bodies, and found answers slow that
 * were there (1,396 ms where this one waits 180, 2026-11-30, on a busy machine).
 */

import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** Milliseconds between two looks at /healthz. */
const EVERY = 20

const { url } = workerData as { readonly url: string }
let isDone = false
parentPort?.on('message', () => {
  isDone = true
})
while (!isDone) {
  const began = performance.now()
  await (await fetch(`${url}/healthz`)).text()
  parentPort?.postMessage(performance.now() - began)
  await setTimeout(EVERY)
}
process.exit()
