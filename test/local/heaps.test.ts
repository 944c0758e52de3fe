import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MODULE = new URL('../../infra/local/heaps.ts', import.meta.url)

/** A thread replaces what lives on its heap over and over, and tells the MB that it had at its highest. */
const THREAD = `
  import { setImmediate } from 'node:timers/promises'
  import { getHeapStatistics } from 'node:v8'
  import { parentPort } from 'node:worker_threads'
  const living = Array.from({ length: 400 }, () => new Array(10_000).fill(0))
  let highest = 0
  for (let i = 0; i < 20_000; i++) {
    living[i % living.length] = new Array(10_000).fill(i)
    if (i % 20 > 0) continue
    highest = Math.max(highest, getHeapStatistics().total_heap_size / 2 ** 20)
    await setImmediate()
  }
  parentPort.postMessage(highest)`

/** Runs it in a process of its own, after `before`: flags are the process's. */
async function highest(before: string): Promise<number> {
  const program = `
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    ${before}
    const [megabytes] = await once(new Worker(${JSON.stringify(THREAD)}, { eval: true }), 'message')
    console.log(megabytes)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
  return Number(stdout)
}

test('a thread whose objects die collects them early', async () => {
  const bounded = `const { boundHeaps } = await import(${JSON.stringify(MODULE.href)}); boundHeaps()`
  expect(await highest(bounded)).toBeLessThan(0.8 * (await highest('')))
})
