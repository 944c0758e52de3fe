import { afterEach, describe, expect, test } from 'vitest'
import { memoryMeter } from '#functions/meter.ts'
import { type JudgeThread, judgeThread } from '#infra/local/judge-thread.ts'

/** Answers with the number of its thread, but for three services: one is judged for ever, at one it dies, one takes all memory. */
const worker = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', (call) => {
      if (call === 'close') parentPort.close()
      else if (call.service === 'deadly') process.exit(1)
      else if (call.service === 'huge') for (const all = []; ; ) all.push(new Array(1e5).fill(all.length))
      else if (call.service !== 'endless')
        parentPort.postMessage({ id: call.id, answer: { thread: threadId } })
    })
  `)}`,
)

const open: JudgeThread[] = []
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))

function started(settings: {
  readonly idle?: number
  readonly grace?: number
  readonly heap?: number
}): JudgeThread {
  const options = async () => ({ directory: '', keepDays: 90, reach: 'public' as const, publicUrl: '' })
  const thread = judgeThread(options, { meter: memoryMeter(), onDamage: () => {} }, { worker, ...settings })
  open.push(thread)
  return thread
}

const judged = (thread: JudgeThread, service: string): Promise<unknown> => thread.judge('acme', service)

describe('the thread of the judge', () => {
  test('is one for all calls while they come', async () => {
    const thread = started({ idle: 60_000 })
    const [first, second] = await Promise.all([judged(thread, 'checkout'), judged(thread, 'cart')])
    expect(second).toEqual(first)
    expect(await judged(thread, 'search')).toEqual(first)
  })

  test('ends at rest, and another one answers the next call', async () => {
    const thread = started({ idle: 0 })
    const first = await judged(thread, 'checkout')
    await expect.poll(() => judged(thread, 'checkout')).not.toEqual(first)
  })

  test('fails what it had when it dies, and the next call has another', async () => {
    const thread = started({})
    const before = judged(thread, 'endless')
    await expect(judged(thread, 'deadly')).rejects.toThrow('the thread of the judge ended')
    await expect(before).rejects.toThrow('the thread of the judge ended')
    await expect(judged(thread, 'checkout')).resolves.toBeDefined()
  })

  test('says so when it has no memory left, and the next call has another', async () => {
    const thread = started({ heap: 32 })
    await expect(judged(thread, 'huge')).rejects.toThrow('took more memory than its heap may have')
    await expect(judged(thread, 'checkout')).resolves.toBeDefined()
  })

  test('closes though a service is judged for ever, which fails', async () => {
    const thread = started({ grace: 10 })
    const endless = judged(thread, 'endless')
    const failed = expect(endless).rejects.toThrow('the thread of the judge ended')
    await judged(thread, 'checkout')
    await thread.close()
    await failed
    await expect(judged(thread, 'checkout')).rejects.toThrow('the judge is closed')
  })
})
