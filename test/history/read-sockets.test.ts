import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { readSockets } from '#shared/history/read-sockets.ts'
import { ingestSockets } from '#shared/ingest/ingest-sockets.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { SHOPFRONT } from '#test/support/cli.ts'
import { fdOf, lsofOf, ssOf } from '#test/support/sockets.ts'
import { MONDAY, SERVICE, serviceInMemory, TENANT } from './service.ts'

const NOON = MONDAY + 12 * HOUR
const PROCESS = 'checkout-1@20260907T000000Z'
let service: ReturnType<typeof serviceInMemory>

beforeEach(() => {
  service = serviceInMemory(NOON)
})

/** A table arrives as it is taken; of `checkout-1`, started on Monday, unless it is said. */
async function take(at: number, text: string, instance = 'checkout-1'): Promise<void> {
  const process = { instance, startedAt: MONDAY, session: undefined, version: 'v1', buildId: undefined }
  const push = { tenant: TENANT, service: SERVICE, process, at, tool: undefined, body: gzipSync(text) }
  await ingestSockets(service.deps, push, at)
}

const read = () => readSockets(service.deps, TENANT, SERVICE)
const readOne = async () => (await read()).get(PROCESS)

describe('readSockets', () => {
  it('knows nothing of a service that sent no table', async () => {
    expect(await read()).toEqual(new Map())
  })

  it('has the newest table of each process, by the time that it was taken', async () => {
    await take(NOON - HOUR, ssOf(5))
    await take(NOON, ssOf(9))
    await take(NOON - HOUR, ssOf(7), 'checkout-2')
    const found = [...(await read())].map(([id, { at, grouped }]) => [
      id,
      (at - NOON) / HOUR,
      grouped.sockets,
    ])
    expect(found.sort()).toEqual([
      ['checkout-1@20260907T000000Z', 0, 9],
      ['checkout-2@20260907T000000Z', -1, 7],
    ])
  })

  it('leaves out a process whose tables are two hours older than the newest', async () => {
    await take(NOON - 2 * HOUR - MINUTE, ssOf(5), 'checkout-2')
    await take(NOON - 2 * HOUR, ssOf(5), 'checkout-3')
    await take(NOON, ssOf(9))
    expect([...(await read()).keys()]).toEqual([PROCESS, 'checkout-3@20260907T000000Z'])
  })

  it('joins the tools of one moment: a listing of descriptors dates the connections', async () => {
    await take(NOON - 2 * MINUTE, lsofOf(40))
    await take(NOON, fdOf(40, NOON - 3 * HOUR))
    const found = await readOne()
    expect(found?.at).toBe(NOON - 2 * MINUTE)
    expect(found?.grouped).toMatchObject({
      sockets: 40,
      groups: [{ side: 'client', count: 40, isOwn: true, oldestOpenedAt: NOON - 3 * HOUR }],
    })
  })

  it('counts a connection that two tools print once', async () => {
    await take(NOON - MINUTE, lsofOf(40))
    await take(NOON, ssOf(40))
    expect((await readOne())?.grouped.sockets).toBe(40)
  })

  it('does not join tables of another moment or of another process', async () => {
    await take(NOON - 11 * MINUTE, fdOf(40, NOON - 3 * HOUR))
    await take(NOON, fdOf(40, NOON - 3 * HOUR), 'checkout-2')
    await take(NOON, lsofOf(40))
    expect((await readOne())?.grouped.groups).toMatchObject([{ count: 40, oldestOpenedAt: undefined }])
    expect((await read()).size).toBe(1)
  })

  it('joins the newest of each tool alone: connections of before are gone', async () => {
    await take(NOON - 4 * MINUTE, ssOf(40, '10.1.1.1:80'))
    await take(NOON - 2 * MINUTE, lsofOf(30))
    await take(NOON, ssOf(30))
    expect((await readOne())?.grouped.sockets).toBe(30)
  })

  it('does not believe a link that is older than its process', async () => {
    await take(NOON - MINUTE, lsofOf(40))
    await take(NOON, fdOf(40, MONDAY - HOUR))
    expect((await readOne())?.grouped.groups).toMatchObject([{ isOwn: true, oldestOpenedAt: undefined }])
  })

  it('makes do with the groups of the index where the bucket has lost a table', async () => {
    await take(NOON - MINUTE, lsofOf(40))
    await take(NOON, fdOf(40, NOON - 3 * HOUR))
    const deps = { ...service.deps, profiles: { ...service.deps.profiles, get: async () => undefined } }
    const found = (await readSockets(deps, TENANT, SERVICE)).get(PROCESS)
    expect(found?.grouped).toMatchObject({ sockets: 40, groups: [{ count: 40, oldestOpenedAt: undefined }] })
  })

  it('has the connections of the recorded incident, and no ages by the clock of another machine', async () => {
    const folder = join(SHOPFRONT, 'sockets', 'shopfront-6c5d7-9hq2n', '1')
    const files = await Promise.all(
      ['netstat', 'lsof', 'proc-fd'].map((tool) => readFile(join(folder, `0005.${tool}.txt.gz`))),
    )
    for (const [i, file] of files.entries()) await take(NOON + i * 3 * MINUTE, gunzipSync(file).toString())
    const found = await readOne()
    expect(found?.at).toBe(NOON + 3 * MINUTE)
    const own = found?.grouped.groups.filter(({ isOwn, side }) => isOwn && side === 'client')
    expect(own).toMatchObject([
      {
        endpoint: { address: '127.0.0.11', port: 80 },
        state: 'ESTABLISHED',
        count: 1_456,
        oldestOpenedAt: undefined,
      },
    ])
  })
})
