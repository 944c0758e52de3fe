import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const ASK = ['goroutine debug=2', 'sockets']
const DEBUG2 = new URL('../fixtures/goroutine/go1.24.goroutine.debug2.txt', import.meta.url)
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** What the answer to a push of that minute asks for next. */
async function wantedAt(
  minute: number,
  instance = 'pod-1',
  body = dump({ 'main.a < main.b': 1 }),
): Promise<unknown> {
  api.clock.now = NOW + minute * MINUTE
  const response = await api.push(body, { instance })
  const { next } = (await response.json()) as { next: { afterSeconds: number; want: unknown } }
  expect(next.afterSeconds).toBe(60)
  return next.want
}

const suspect = (openFindings: number) =>
  api.deps.directory.setJudged(TENANT, 'checkout', {
    at: api.clock.now,
    openFindings,
    watched: 1,
    running: { processes: 1, goroutines: 5 },
  })

describe('a service without findings', () => {
  test('is asked for nothing, and costs one read of it in ten minutes', async () => {
    api.rows.calls.length = 0
    for (let minute = 0; minute < 10; minute++) expect(await wantedAt(minute)).toEqual([])
    const reads = api.rows.calls.filter(({ verb, sk }) => verb === 'get' && sk === 'service#checkout')
    expect(reads).toHaveLength(1)
  })
})

describe('a service with an open finding', () => {
  test('is asked for debug=2 and sockets once in 30 minutes a process', async () => {
    await suspect(1)
    const asked: unknown[] = []
    for (let minute = 0; minute <= 60; minute++) {
      const want = await wantedAt(minute)
      if (JSON.stringify(want) === JSON.stringify(ASK)) asked.push(minute)
      else expect(want).toEqual([])
    }
    expect(asked).toEqual([0, 30, 60])
    expect(await wantedAt(61, 'pod-2')).toEqual(ASK)
  })

  test('is not asked for what it has just sent', async () => {
    await suspect(1)
    expect(await wantedAt(0, 'pod-1', new Uint8Array(await readFile(DEBUG2)))).toEqual([])
    expect(await wantedAt(29)).toEqual([])
    expect(await wantedAt(31)).toEqual(ASK)
  })

  test('is noticed within ten minutes, and so is its end', async () => {
    expect(await wantedAt(0)).toEqual([])
    await suspect(1)
    expect(await wantedAt(9)).toEqual([])
    expect(await wantedAt(11)).toEqual(ASK)
    await suspect(0)
    expect(await wantedAt(42)).toEqual([])
  })
})

describe('an index that does not answer', () => {
  test('is no reason to fail a push that is stored', async () => {
    api.rows.fails = ({ verb, sk }) => verb === 'get' && sk === 'service#checkout'
    expect(await wantedAt(0)).toEqual([])
  })
})
