import { readFile } from 'node:fs/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { READERS, type Readers } from '#infra/local/readers.ts'
import { readingThreads } from '#infra/local/reading-threads.ts'
import { Rejection, refusalOf } from '#shared/api/reason.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { readProfileBodyHere } from '#shared/ingest/read-profile-body.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { NOW } from '#test/support/api.ts'
import { batchOf } from '#test/support/batch.ts'
import { capturedInput } from '#test/support/datadog.ts'
import { capturedExports } from '#test/support/otlp.ts'
import { dump } from '#test/support/pprof.ts'
import { BOUNDARY, capturedPush, form, MULTIPART } from '#test/support/push-clients.ts'

const dump2 = await readFile(new URL('../fixtures/goroutine/go1.27.goroutine.debug2.txt', import.meta.url))
const table = await readFile(new URL('../fixtures/socket/busybox.netstat.txt', import.meta.url))
const LIMIT = 1024 * 1024
const admission = DEFAULT_ADMISSION
const sockets = { at: NOW, tool: undefined, limits: DEFAULT_TABLE_LIMITS }
const otlp = { encoding: 'proto', isEncoded: true, limit: LIMIT, pprofLimit: LIMIT, admission } as const
const analysis = {
  contentType: MULTIPART,
  readLimits: DEFAULT_READ_LIMITS,
  socketLimits: DEFAULT_TABLE_LIMITS,
  now: NOW,
}

/** A body for each reader, and how it is read. */
const BODIES: { readonly [Name in keyof Readers]: readonly [Uint8Array, Parameters<Readers[Name]>[1]] } = {
  readProfileBody: [dump2, DEFAULT_READ_LIMITS],
  groupSocketBody: [table, sockets],
  decodeBody: [zstdCompressSync(table), LIMIT],
  readBatch: [await batchOf([{ query: { service: 'checkout', instance: 'pod-1' }, body: dump2 }]), LIMIT],
  readConnectMessage: [gzipSync(capturedPush.body), { codec: 'application/proto', limit: LIMIT, admission }],
  readDatadogInput: [capturedInput.body, { contentType: capturedInput.contentType, admission }],
  readIngestForm: [form({ profile: dump2 }), BOUNDARY],
  readOtlpMessage: [capturedExports['proto, zstd'].body, otlp],
  analyzeBody: [form({ profile: dump2, sockets: table }), analysis],
}
const NAMES = Object.keys(BODIES) as (keyof Readers)[]

/** What a reader says of a body, a refusal among it. */
async function said(readers: Readers, name: keyof Readers, body: Uint8Array): Promise<unknown> {
  const read = readers[name] as (body: Uint8Array, how: unknown) => Promise<unknown>
  try {
    // As a message has it: a Buffer is a Uint8Array at its end.
    return structuredClone(await read(body, BODIES[name][1]))
  } catch (error) {
    if (error instanceof Rejection) return refusalOf(error)
    throw error
  }
}
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
        parentPort.postMessage([{ read: word }])
      }
    })`)}`,
)

let threads = readingThreads()
afterEach(() => threads.close())

describe('threads that read', () => {
  test.each(NAMES)('%s: say of a body what this thread says of it', async (name) => {
    threads = readingThreads()
    const [body] = BODIES[name]
    expect(await said(threads.readers, name, body)).toEqual(await said(READERS, name, body))
  })

  test('say of a body that was cut or is of something else what this thread says of it', async () => {
    threads = readingThreads()
    const cut = fc.tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...NAMES),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    await fc.assert(
      fc.asyncProperty(cut, async ([name, other, share]) => {
        const [whole] = BODIES[other]
        const body = whole.subarray(0, Math.floor(share * whole.length))
        expect(await said(threads.readers, name, body)).toEqual(await said(READERS, name, body))
      }),
      { numRuns: 60 },
    )
  })

  test('read bodies of several kinds in the order in which they came, several in a message', async () => {
    threads = readingThreads({ most: 1 })
    const { readProfileBody, groupSocketBody } = threads.readers
    const order: number[] = []
    const asked = Array.from({ length: 40 }, async (_, i) => {
      if (i % 3 === 0) expect(await groupSocketBody(table, sockets)).toMatchObject({ isGzip: false })
      else
        expect(await readProfileBody(dump({ 'main.f': i }), DEFAULT_READ_LIMITS)).toMatchObject({
          profile: { total: i },
        })
      order.push(i)
    })
    await Promise.all(asked)
    expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  test.each(['endless', 'huge', 'dead'])('refuse %s input by name, and nothing beside it', async (word) => {
    threads = readingThreads({ worker: stubborn, budget: 2_000, heap: 32, most: 2 })
    const ask = (text: string): Promise<unknown> => threads.readers.decodeBody(Buffer.from(text), LIMIT)
    const bad = expect(ask(word)).rejects.toMatchObject({ name: 'Rejection', reason: 'too-slow' })
    const words = Array.from({ length: 20 }, (_, i) => `${i}`)
    expect(await Promise.all(words.map(ask))).toEqual(words)
    await bad
    expect(await ask('after')).toBe('after')
  })
})

test('reading looks at the clock', async () => {
  let now = 0
  const slow = readProfileBodyHere(() => (now += 30_000))
  const blocks = Array.from(
    { length: 3_000 },
    (_, i) => `goroutine ${i + 1} [select]:\nmain.f()\n\t/a.go:1 +0x1\n`,
  )
  await expect(slow(Buffer.from(blocks.join('\n')), DEFAULT_READ_LIMITS)).rejects.toMatchObject({
    reason: 'too-slow',
  })
})
