import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { readSockets } from '#shared/history/read-sockets.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { fdOf, lsofOf, ssOf } from '#test/support/sockets.ts'

const iso = (at: number): string => new Date(at).toISOString()
const START = iso(NOW - 5 * HOUR)
const PROCESS = 'pod-1@20260907T033000Z'
let api: TestApi
const log = vi.spyOn(console, 'error')

beforeEach(async () => {
  log.mockImplementation(() => {})
  api = await testApi()
})
afterAll(() => {
  log.mockRestore()
})

async function push(
  body: string | Uint8Array<ArrayBuffer>,
  query: Readonly<Record<string, string>> = {},
  as?: string,
) {
  const facts = { service: 'checkout', instance: 'pod-1', start: START, ...query }
  const path = `/v1/sockets?${new URLSearchParams(facts)}`
  const answer = await api.send(path, { method: 'POST', body, ...(as === undefined ? {} : { as }) })
  return { status: answer.status, receipt: (await answer.json()) as Readonly<Record<string, unknown>> }
}

const indexed = async () => (await api.rows.table()).filter(({ sk }) => sk.startsWith('sockets#'))

describe('POST /v1/sockets', () => {
  test('says what it read: the tool, the sockets, the biggest groups and the lines it could not read', async () => {
    const { status, receipt } = await push(`${ssOf(12)}ESTAB 0 0 here there\n`, { at: iso(NOW - MINUTE) })
    expect(status).toBe(201)
    expect(receipt).toEqual({
      id: expect.stringMatching(/^[0-9a-v]{23}$/),
      process: PROCESS,
      decision: 'stored',
      tool: 'ss',
      at: iso(NOW - MINUTE),
      sockets: 12,
      groups: [{ side: 'client', endpoint: '10.10.10.11:80', state: 'ESTABLISHED', count: 12, oldest: null }],
      problems: [{ line: 14, text: 'ESTAB 0 0 here there', why: expect.any(String) }],
    })
  })

  test('shows ten groups of very many', async () => {
    const tables = Array.from({ length: 30 }, (_, i) => ssOf(i + 1, `10.1.1.${i}:80`))
    const { receipt } = await push(tables.join(''))
    expect(receipt.groups).toHaveLength(10)
    expect(receipt).toHaveProperty('groups.0.count', 30)
  })

  test('counts the links of a listing', async () => {
    expect((await push(fdOf(7, NOW - HOUR))).receipt).toMatchObject({
      tool: 'proc-fd',
      sockets: 7,
      groups: [],
    })
  })

  test.each([
    ['text, which is gzipped', new Uint8Array(Buffer.from(ssOf(3)))],
    ['gzip, byte for byte', new Uint8Array(gzipSync(ssOf(3), { level: 1 }))],
  ])('keeps %s in the bucket, under the day of its slot', async (_, body) => {
    const { receipt } = await push(body)
    const key = `sockets/${TENANT}/checkout/2026/09/07/${receipt.id}.txt.gz`
    const object = await api.profiles.get(key)
    expect(gunzipSync(object?.body ?? '').toString()).toBe(ssOf(3))
    if (body[0] === 0x1f) expect(Buffer.compare(object?.body ?? Buffer.of(), body)).toBe(0)
    expect(object?.metadata.sha256).toBe(createHash('sha256').update(body).digest('hex'))
    const facts = JSON.parse(decodeURIComponent(object?.metadata.facts ?? ''))
    expect(facts).toMatchObject({ tool: 'ss', at: NOW, receivedAt: NOW, process: { instance: 'pod-1' } })
  })
})

describe('a table that is sent again', () => {
  test('is a duplicate, other bytes of its slot are coalesced, and neither writes anything', async () => {
    const first = await push(ssOf(3))
    const rows = await indexed()
    for (const [body, decision] of [
      [ssOf(3), 'duplicate'],
      [ssOf(4), 'coalesced'],
    ] as const) {
      expect((await push(body)).receipt).toMatchObject({ id: first.receipt.id, decision })
    }
    expect(await indexed()).toEqual(rows)
    expect(await api.profiles.keys()).toHaveLength(1)
  })

  test('is a table of its own in another slot, of another tool and of another process', async () => {
    await push(ssOf(3))
    await push(lsofOf(3))
    await push(ssOf(3), { at: iso(NOW - MINUTE) })
    await push(ssOf(3), { instance: 'pod-2' })
    expect(await indexed()).toHaveLength(4)
    expect(await api.profiles.keys()).toHaveLength(4)
  })

  test('after the answer of the bucket was lost, is stored once', async () => {
    api.profiles.fails = 'after'
    expect((await push(ssOf(3))).status).toBe(503)
    api.profiles.fails = 'never'
    expect((await push(ssOf(3))).receipt).toMatchObject({ decision: 'stored' })
    expect([(await indexed()).length, (await api.profiles.keys()).length]).toEqual([1, 1])
  })

  test('after the index was down, gets its row, by the queue too', async () => {
    api.rows.fails = ({ verb, sk }) => verb === 'put' && sk.startsWith('sockets#')
    expect((await push(ssOf(3))).receipt).toMatchObject({ decision: 'stored', index: 'queued' })
    expect(await indexed()).toEqual([])
    expect(api.queue.sent.map(({ key }) => key)).toEqual(await api.profiles.keys())
    api.rows.fails = () => false
    expect((await push(ssOf(3))).receipt).toMatchObject({ decision: 'stored' })
    const rows = await indexed()
    expect(rows).toHaveLength(1)
    for (const { key } of api.queue.sent) await indexUpload(api.deps, key, NOW)
    expect(await indexed()).toEqual(rows)
  })

  test('after another had its slot and no row, has that one indexed', async () => {
    api.profiles.fails = 'after'
    expect((await push(ssOf(3))).status).toBe(503)
    api.profiles.fails = 'never'
    expect((await push(ssOf(4))).receipt).toMatchObject({ decision: 'coalesced', index: 'queued' })
    for (const { key } of api.queue.sent) await indexUpload(api.deps, key, NOW)
    expect(await indexed()).toMatchObject([{ sockets: 3 }])
  })
})

describe('another tenant', () => {
  test('sees nothing of a table, and has the same slot for itself', async () => {
    await push(ssOf(30))
    const theirs = await api.token({ tenant: 'umbrella' })
    expect(await readSockets(api.deps, 'umbrella', 'checkout')).toEqual(new Map())
    expect((await push(ssOf(4), {}, theirs)).receipt).toMatchObject({ decision: 'stored', sockets: 4 })
    const sockets = async (tenant: string) =>
      (await readSockets(api.deps, tenant, 'checkout')).get(PROCESS)?.grouped.sockets
    expect([await sockets(TENANT), await sockets('umbrella')]).toEqual([30, 4])
  })
})
