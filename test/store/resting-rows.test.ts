import { beforeEach, describe, expect, test } from 'vitest'
import { REST, restingRows } from '#shared/store/resting-rows.dynamo.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { RowStore } from '#shared/store/rows.ts'
import { rowStoreContract } from '#test/contract/rows.ts'
import { NOW } from '#test/support/api.ts'
import { all } from '#test/support/stores.ts'

const clock = { now: NOW }
const KEY = { pk: 'a', sk: 'b' }

describe('rows that rest', () => {
  const rows = restingRows(
    memoryRows(() => clock.now),
    () => clock.now,
  )
  rowStoreContract(() => rows, clock)
})

describe('after a request', () => {
  let asked: number
  let error: unknown
  let rows: RowStore
  beforeEach(() => {
    clock.now = NOW
    asked = 0
    error = undefined
    const memory = memoryRows(() => clock.now)
    const failing: RowStore = {
      ...memory,
      get: async (key) => {
        asked++
        if (error !== undefined) throw error
        return memory.get(key)
      },
      query: async function* (range) {
        asked++
        if (error !== undefined) throw error
        yield* memory.query(range)
      },
    }
    rows = restingRows(failing, () => clock.now)
  })

  test.each([
    ['without an answer in time', Object.assign(new Error('late'), { name: 'TimeoutError' })],
    ['whose connection was refused', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['that was answered by 503', Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } })],
  ])('%s, the table is left alone for a while, then asked again', async (_, failure) => {
    error = failure
    await expect(rows.get(KEY)).rejects.toBe(failure)
    clock.now += REST - 1
    await expect(rows.get(KEY)).rejects.toThrow(`${REST - 1} ms ago`)
    await expect(all(rows.query({ pk: 'a' }))).rejects.toMatchObject({ cause: failure })
    expect(asked).toBe(1)
    clock.now += 1
    error = undefined
    expect(await rows.get(KEY)).toBeUndefined()
    expect(await all(rows.query({ pk: 'a' }))).toEqual([])
    expect(asked).toBe(3)
  })

  test.each([
    ['was throttled', Object.assign(new Error('slow'), { $metadata: { httpStatusCode: 400 } })],
    ['is wrong', new TypeError('no row')],
  ])('that %s, the next one is asked at once', async (_, failure) => {
    error = failure
    await expect(rows.get(KEY)).rejects.toBe(failure)
    await expect(all(rows.query({ pk: 'a' }))).rejects.toBe(failure)
    expect(asked).toBe(2)
  })
})
