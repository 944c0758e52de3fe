import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { readingThreads } from '#infra/local/reading-threads.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'
import { groupSocketBodyHere } from '#shared/ingest/socket-body.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { NOW } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const FIXTURE = new URL('../fixtures/goroutine/go1.27.goroutine.debug2.txt', import.meta.url)
const SOCKETS = new URL('../fixtures/socket/busybox.netstat.txt', import.meta.url)
/** Reads nothing: one word never ends, another one takes all memory, a third one ends the thread. */
const stubborn = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (calls) => {
      for (const { body } of calls) {
        const word = Buffer.from(body).toString()
        if (word === 'endless') for (;;);
        if (word === 'huge') for (const all = []; ; ) all.push(new Array(1e5).fill({}))
        if (word === 'dead') process.exit(1)
        parentPort.postMessage([{ answer: { answer: 'broken', broken: { reason: 'empty-body', detail: word } } }])
      }
    })`)}`,
)

let threads = readingThreads()
afterEach(() => threads.close())

describe('threads that read', () => {
  test('say of a body what this thread says of it', async () => {
    threads = readingThreads()
    for (const body of [await readFile(FIXTURE), dump({ 'main.f': 3 }), Buffer.from('no dump')]) {
      const here = await readProfileBodyHere(() => 0)(body, DEFAULT_READ_LIMITS)
      expect(await threads.readProfileBody(body, DEFAULT_READ_LIMITS)).toEqual(here)
    }
  })

  test('say of a socket table what this thread says of it', async () => {
    threads = readingThreads()
    const context = { at: NOW, tool: undefined, limits: DEFAULT_TABLE_LIMITS }
    for (const body of [await readFile(SOCKETS), Buffer.from('no table'), Buffer.alloc(0)])
      expect(await threads.groupSocketBody(body, context)).toEqual(await groupSocketBodyHere(body, context))
  })

  test('read bodies of both kinds in the order in which they came, several in a message', async () => {
    threads = readingThreads({ most: 1 })
    const table = await readFile(SOCKETS)
    const context = { at: NOW, tool: undefined, limits: DEFAULT_TABLE_LIMITS }
    const order: number[] = []
    const asked = Array.from({ length: 40 }, async (_, i) => {
      const answer =
        i % 3 === 0
          ? await threads.groupSocketBody(table, context)
          : await threads.readProfileBody(dump({ 'main.f': i }), DEFAULT_READ_LIMITS)
      expect(answer).toMatchObject({
        answer: 'recognised',
        read: i % 3 === 0 ? { isGzip: false } : { profile: { total: i } },
      })
      order.push(i)
    })
    await Promise.all(asked)
    expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  test.each(['endless', 'huge', 'dead'])('refuse %s input by name, and nothing beside it', async (word) => {
    threads = readingThreads({ worker: stubborn, budget: 2_000, heap: 32, most: 2 })
    const ask = (text: string) => threads.readProfileBody(Buffer.from(text), DEFAULT_READ_LIMITS)
    const [bad, ...good] = await Promise.all([
      ask(word),
      ...Array.from({ length: 20 }, (_, i) => ask(`${i}`)),
    ])
    expect(bad).toMatchObject({ answer: 'broken', broken: { reason: 'too-slow' } })
    expect(good).toMatchObject(Array.from({ length: 20 }, (_, i) => ({ broken: { detail: `${i}` } })))
    expect(await ask('after')).toMatchObject({ broken: { detail: 'after' } })
  })
})

test('reading looks at the clock', async () => {
  let now = 0
  const slow = readProfileBodyHere(() => (now += 30_000))
  const blocks = Array.from(
    { length: 3_000 },
    (_, i) => `goroutine ${i + 1} [select]:\nmain.f()\n\t/a.go:1 +0x1\n`,
  )
  expect(await slow(Buffer.from(blocks.join('\n')), DEFAULT_READ_LIMITS)).toMatchObject({
    broken: { reason: 'too-slow' },
  })
})
