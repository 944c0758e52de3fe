import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Asks a server for /healthz again and again while work is done.
 *
 * @returns the seconds that work took, and the milliseconds of the slowest answer meanwhile
 */
export async function whileAsked(
  url: string,
  work: () => Promise<void>,
): Promise<{ readonly took: number; readonly worst: number }> {
  const asking = new Worker(new URL('./health-worker.ts', import.meta.url), { workerData: { url } })
  let worst = 0
  try {
    // The first answer waits for the connection.
    await once(asking, 'message')
    asking.on('message', (each: number) => {
      worst = Math.max(worst, each)
    })
    const began = performance.now()
    await work()
    return { took: (performance.now() - began) / 1000, worst }
  } finally {
    asking.postMessage('end')
    await once(asking, 'exit')
  }
}
