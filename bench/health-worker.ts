/** Asks a server how it is, in a thread of its own: the thread that pushes is held up by its own bodies. */

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
