import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { handleBatch } from '#functions/index-upload/handle-batch.ts'
import { keysOf } from '#functions/index-upload/messages.ts'
import { testStores } from '#test/support/api.ts'
import { GOOD, indexed } from '#test/support/push.ts'
import { announced, objectCreated, TEST_EVENT } from '#test/support/uploads.ts'

describe('the keys of a message', () => {
  test('are those of all objects that S3 tells of', () => {
    expect(keysOf(objectCreated('uploads/acme/1', 'uploads/acme/2'))).toEqual([
      'uploads/acme/1',
      'uploads/acme/2',
    ])
  })

  test('come back as they were, whatever S3 made of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        expect(keysOf(objectCreated(key))).toEqual([key])
      }),
    )
  })

  test.each([
    ['a space, encoded as a plus', 'uploads/a+b', 'uploads/a b'],
    ['a plus, encoded', 'uploads/a%2Bb', 'uploads/a+b'],
    ['a slash in a service', 'profiles/acme/team%252Fapi/x', 'profiles/acme/team%2Fapi/x'],
  ])('have %s', (_, sent, key) => {
    const record = { eventName: 'ObjectCreated:Put', s3: { object: { key: sent } } }
    expect(keysOf(JSON.stringify({ Records: [record] }))).toEqual([key])
  })

  test('are none where S3 only tries whether it may send', () => {
    expect(keysOf(TEST_EVENT)).toEqual([])
  })

  test('are none of objects that were removed', () => {
    expect(keysOf(objectCreated('uploads/a').replace('ObjectCreated:Put', 'ObjectRemoved:Delete'))).toEqual(
      [],
    )
  })

  test('are the one that ingest sent because the index was down, as it stands', () => {
    expect(keysOf(JSON.stringify({ key: 'profiles/acme/team%2Fapi/a+b' }))).toEqual([
      'profiles/acme/team%2Fapi/a+b',
    ])
  })

  test('are those that a rebuild of the index names together', () => {
    expect(keysOf(JSON.stringify({ keys: ['profiles/a', 'profiles/b'] }))).toEqual([
      'profiles/a',
      'profiles/b',
    ])
  })

  test.each([
    ['', 'JSON'],
    ['{"Records":[', 'JSON'],
    ['null', 'Object'],
    ['[]', 'Object'],
    ['{}', 'Object'],
    ['{"key":""}', ''],
    ['{"Records":[{}]}', ''],
    ['{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":7}}}]}', ''],
    ['{"Event":"s3:AnotherEvent"}', ''],
    ['{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"a%E4"}}}]}', 'URI'],
  ])('cannot be told from %j, and that is an error', (body, why) => {
    expect(() => keysOf(body)).toThrow(why)
  })

  test('are told or are an error, whatever the message', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        let keys: unknown
        try {
          keys = keysOf(body)
        } catch (error) {
          keys = error
        }
        expect(keys instanceof Error || Array.isArray(keys)).toBe(true)
      }),
    )
  })
})

describe('a batch of messages', () => {
  const log = vi.spyOn(console, 'error')
  beforeEach(() => {
    log.mockReset()
    log.mockImplementation(() => {})
  })
  const event = (...bodies: string[]) => ({
    Records: bodies.map((body, i) => ({ messageId: `message-${i}`, body })),
  })

  test('gives back those that failed and no other', async () => {
    const stores = testStores()
    const { key } = await announced(stores)
    await stores.profiles.put({ key, body: GOOD, metadata: {} })
    const answer = await handleBatch(
      stores.deps,
      event('broken', objectCreated(key), TEST_EVENT, objectCreated('reports/acme/today.html')),
    )
    expect(answer.batchItemFailures).toEqual([
      { itemIdentifier: 'message-0' },
      { itemIdentifier: 'message-3' },
    ])
    expect(await indexed(stores)).toHaveLength(1)
    expect(log).toHaveBeenCalledTimes(2)
  })

  test('that is empty fails nowhere', async () => {
    expect(await handleBatch(testStores().deps, event())).toEqual({ batchItemFailures: [] })
  })
})
