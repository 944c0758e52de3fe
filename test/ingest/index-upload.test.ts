import { beforeEach, describe, expect, test } from 'vitest'
import { type Indexed, indexUpload } from '#functions/index-upload/index-upload.ts'
import type { Announcement } from '#shared/ingest/upload.ts'
import { objectKey } from '#shared/store/keys.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump, nanos } from '#test/support/pprof.ts'
import { GOOD, indexed, ingest, pushOf } from '#test/support/push.ts'
import { announced } from '#test/support/uploads.ts'
import { isWrite } from '#test/support/watched-rows.ts'

const OTHER = dump({ 'main.recv < main.worker': 6 })
let stores: ReturnType<typeof testStores>

beforeEach(() => {
  stores = testStores()
})

const handle = (key: string): Promise<Indexed> => indexUpload(stores.deps, key, stores.clock.now)

/** Announces an upload and puts its object. */
async function uploaded(body: Uint8Array = GOOD, more: Partial<Announcement> = {}) {
  const upload = await announced(stores, more)
  await stores.profiles.put({ key: upload.key, body, metadata: {} })
  return upload
}

const outcomeOf = async ({ id }: { id: string }) => (await stores.deps.uploads.get(TENANT, id))?.outcome
/** Rows of everything but uploads, which a push does not have. */
const rows = async (of = stores) => (await of.rows.table()).filter(({ sk }) => sk !== 'upload')

describe('an upload', () => {
  test('goes the way of a push: the same rows, the same object, and nothing left in uploads/', async () => {
    const direct = testStores()
    const { indexed: _, atRest: __, ...receipt } = await ingest(direct, { source: 'upload' })
    const upload = await uploaded()
    expect(await handle(upload.key)).toBe('indexed')
    expect(await outcomeOf(upload)).toEqual({ state: 'indexed', receipt })
    expect(await rows()).toEqual(await rows(direct))
    const [key = '', ...more] = await stores.profiles.keys()
    expect(more).toEqual([])
    expect(await stores.profiles.get(key)).toEqual(await direct.profiles.get(key))
  })

  test('into a slot that is taken is coalesced, and one of the same bytes a duplicate', async () => {
    await ingest(stores)
    const [same, other] = [await uploaded(), await uploaded(OTHER)]
    for (const { key } of [same, other]) expect(await handle(key)).toBe('indexed')
    expect(await outcomeOf(same)).toMatchObject({ receipt: { decision: 'duplicate' } })
    expect(await outcomeOf(other)).toMatchObject({ receipt: { decision: 'coalesced' } })
    expect(await stores.profiles.keys()).toHaveLength(1)
  })

  test('is of the service, process and labels that were announced, whatever its object says', async () => {
    const upload = await announced(stores)
    const facts = encodeURIComponent(JSON.stringify({ process: { instance: 'theirs' }, labels: {} }))
    await stores.profiles.put({ key: upload.key, body: GOOD, metadata: { sha256: 'ff', facts } })
    await handle(upload.key)
    expect(await outcomeOf(upload)).toMatchObject({ receipt: { process: 'pod-1@20260907T073000Z' } })
  })

  test.each([
    ['the announcement says', { at: NOW - 9 * MINUTE }, OTHER, NOW - 9 * MINUTE],
    [
      'the dump says',
      {},
      dump({ 'main.a < main.b': 1 }, { timeNanos: nanos(NOW - 5 * MINUTE) }),
      NOW - 5 * MINUTE,
    ],
    ['it was announced', {}, OTHER, NOW],
  ])('is of the time that %s, however late its event comes', async (_, more, body, at) => {
    const upload = await uploaded(body, more)
    stores.clock.now += 20 * HOUR
    await handle(upload.key)
    expect(await outcomeOf(upload)).toMatchObject({ state: 'indexed', receipt: { at } })
  })
})

describe('an event', () => {
  test('that comes twice changes nothing', async () => {
    const upload = await uploaded()
    await handle(upload.key)
    const before = await stores.rows.table()
    stores.clock.now += MINUTE
    expect(await handle(upload.key)).toBe('indexed')
    expect(await stores.rows.table()).toEqual(before)
  })

  test('that comes four times at once makes one snapshot and one outcome', async () => {
    const upload = await uploaded()
    await Promise.all(Array.from({ length: 4 }, () => handle(upload.key)))
    expect(await indexed(stores)).toHaveLength(1)
    expect(await outcomeOf(upload)).toMatchObject({ state: 'indexed' })
    expect(await stores.profiles.keys()).toHaveLength(1)
  })

  test('of an object that has gone is done, and the upload goes on waiting', async () => {
    const upload = await announced(stores)
    expect(await handle(upload.key)).toBe('gone')
    expect(await outcomeOf(upload)).toBeUndefined()
    await stores.profiles.put({ key: upload.key, body: GOOD, metadata: {} })
    expect(await handle(upload.key)).toBe('indexed')
  })

  test('of a second put into an upload that is done takes away the object and nothing else', async () => {
    const upload = await uploaded()
    await handle(upload.key)
    const before = await stores.rows.table()
    await stores.profiles.put({ key: upload.key, body: OTHER, metadata: {} })
    expect(await handle(upload.key)).toBe('indexed')
    expect(await stores.rows.table()).toEqual(before)
    expect(await stores.profiles.size(upload.key)).toBeUndefined()
  })

  test('of an upload that nobody announced, or too long ago, takes away the object', async () => {
    const upload = await uploaded()
    stores.clock.now += 3 * DAY
    const strange = objectKey.upload('umbrella', upload.id)
    await stores.profiles.put({ key: strange, body: GOOD, metadata: {} })
    expect([await handle(upload.key), await handle(strange)]).toEqual(['gone', 'gone'])
    expect(await stores.profiles.keys()).toEqual([])
    expect(await rows()).toEqual([])
  })

  test.each(['reports/acme/today.html', 'uploads/acme/../x', 'uploads/1', 'uploads/', ''])(
    'of %j, which is no upload and no profile, is an error',
    async (key) => {
      await expect(handle(key)).rejects.toThrow('not the key')
    },
  )

  test('of a profile that the index lacks has it indexed', async () => {
    stores.rows.fails = isWrite
    await ingest(stores)
    stores.rows.fails = () => false
    const [key = ''] = await stores.profiles.keys()
    expect(await handle(key)).toBe('indexed')
    expect(await indexed(stores)).toHaveLength(1)
    expect(await handle(key.replace('checkout', 'gone'))).toBe('gone')
  })
})

describe('an upload that is refused', () => {
  test.each([
    ['empty', Buffer.alloc(0), 'empty-body'],
    ['text of no dump', Buffer.from('hello'), 'unknown-format'],
    ['a cut gzip', GOOD.subarray(0, GOOD.length - 9), 'malformed-gzip'],
    [
      'a heap profile',
      dump({ 'main.a': 1 }, { type: 'inuse_space', unit: 'bytes' }),
      'not-a-goroutine-profile',
    ],
  ])('because it is %s says so and leaves nothing behind', async (_, body, reason) => {
    const upload = await uploaded(body)
    expect(await handle(upload.key)).toBe('refused')
    const refusal = { reason, detail: expect.stringMatching(/^\S.{10,}\.$/s) }
    expect(await outcomeOf(upload)).toMatchObject({ state: 'refused', refusal })
    expect(await stores.profiles.keys()).toEqual([])
    expect(await rows()).toEqual([])
  })

  test('names limit and actual value', async () => {
    const upload = await uploaded(OTHER, {
      at: NOW - 14 * DAY,
      process: { ...pushOf().process, startedAt: undefined },
    })
    stores.clock.now += HOUR
    await handle(upload.key)
    const passed = { limit: '2026-08-24T09:30:00.000Z', actual: '2026-08-24T08:30:00.000Z' }
    expect(await outcomeOf(upload)).toMatchObject({ refusal: { reason: 'too-old', ...passed } })
  })

  test('stays refused when its event comes again', async () => {
    const upload = await uploaded(Buffer.from('hello'))
    await handle(upload.key)
    const before = await outcomeOf(upload)
    expect(await handle(upload.key)).toBe('refused')
    expect(await outcomeOf(upload)).toEqual(before)
  })
})

describe('an outage', () => {
  const heal = (): void => {
    stores.rows.fails = () => false
    stores.profiles.fails = 'never'
  }

  test.each<[string, () => void]>([
    [
      'of the bucket',
      () => {
        stores.profiles.fails = 'before'
      },
    ],
    [
      'that loses the answer of the bucket',
      () => {
        stores.profiles.fails = 'after'
      },
    ],
    [
      'of the table',
      () => {
        stores.rows.fails = () => true
      },
    ],
    [
      'of its writes',
      () => {
        stores.rows.fails = isWrite
      },
    ],
    [
      'of the row of the upload',
      () => {
        stores.rows.fails = ({ verb, sk }) => verb === 'set' && sk === 'upload'
      },
    ],
  ])('%s has the event come again, and then it is one snapshot', async (_, fail) => {
    const upload = await uploaded()
    fail()
    await expect(handle(upload.key)).rejects.toThrow()
    heal()
    expect(await stores.profiles.size(upload.key)).toBe(GOOD.byteLength)
    expect(await handle(upload.key)).toBe('indexed')
    expect(await indexed(stores)).toHaveLength(1)
    expect(await stores.profiles.keys()).toHaveLength(1)
    expect(await outcomeOf(upload)).toMatchObject({ state: 'indexed', receipt: { goroutines: 7 } })
  })

  test('of another one that took the slot and died before its rows were written is mended', async () => {
    stores.rows.fails = isWrite
    await ingest(stores, { body: OTHER })
    heal()
    const upload = await uploaded()
    expect(await handle(upload.key)).toBe('indexed')
    expect(await outcomeOf(upload)).toMatchObject({ receipt: { decision: 'coalesced' } })
    expect(await indexed(stores)).toHaveLength(1)
  })
})
