import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { choiceAfter, NO_CHOICE } from '#shared/settings/choice.ts'
import type { WantedDump } from '#shared/survivor/next-dump.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const DUMP = 'goroutine debug=2'
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

/** The judge has come to this. */
const judged = (openFindings: number, dumps: readonly WantedDump[] = []) =>
  api.deps.directory.setJudged(TENANT, 'checkout', {
    at: api.clock.now,
    openFindings,
    watched: 1,
    running: { processes: 1, goroutines: 5 },
    dumps,
    learning: undefined,
  })

/** Minutes in which an answer asks for something, of those up to the last one. */
async function minutesOf(evidence: string, last: number, body?: Parameters<typeof wantedAt>[2]) {
  const minutes: number[] = []
  for (let minute = 0; minute <= last; minute++)
    if (((await wantedAt(minute, 'pod-1', body)) as string[]).includes(evidence)) minutes.push(minute)
  return minutes
}

describe('a service without findings', () => {
  test('is asked for nothing, and costs two reads of it in ten minutes: what was chosen, and that it is known', async () => {
    api.rows.calls.length = 0
    for (let minute = 0; minute < 10; minute++) expect(await wantedAt(minute)).toEqual([])
    const reads = api.rows.calls.filter(({ verb, sk }) => verb === 'get' && sk === 'service#checkout')
    expect(reads).toHaveLength(2)
  })
})

describe('a service with an open finding', () => {
  test('is asked for sockets once in 30 minutes a process', async () => {
    await judged(1)
    expect(await minutesOf('sockets', 60)).toEqual([0, 30, 60])
    expect(await wantedAt(61, 'pod-2')).toEqual(['sockets'])
  })

  test('is noticed within ten minutes, and so is its end', async () => {
    expect(await wantedAt(0)).toEqual([])
    await judged(1)
    expect(await wantedAt(9)).toEqual([])
    expect(await wantedAt(11)).toEqual(['sockets'])
    await judged(0)
    expect(await wantedAt(42)).toEqual([])
  })
})

describe('a process whose dump could change a verdict', () => {
  const wanted = (minute = 0) => [{ process: 'pod-1@unmarked', from: NOW + minute * MINUTE }]

  test('is asked for one when it is due, and again after an hour at the earliest', async () => {
    await judged(0, wanted(5))
    expect(await minutesOf(DUMP, 130)).toEqual([5, 65, 125])
  })

  test('is asked alone', async () => {
    await judged(0, wanted())
    expect(await wantedAt(0, 'pod-2')).toEqual([])
    expect(await wantedAt(0, 'pod-1')).toEqual([DUMP])
  })

  test('is not asked for what it has just sent', async () => {
    await judged(0, wanted())
    expect(await wantedAt(0, 'pod-1', new Uint8Array(await readFile(DEBUG2)))).toEqual([])
    expect(await wantedAt(59)).toEqual([])
    expect(await wantedAt(60)).toEqual([DUMP])
  })

  test('is not asked above 10,000 goroutines unless the settings say so, and then the less often', async () => {
    await judged(0, wanted())
    const large = dump({ 'main.a < main.b': 30_000 })
    expect(await wantedAt(0, 'pod-1', large)).toEqual([])
    expect(await wantedAt(0, 'pod-1', dump({ 'main.a < main.b': 10_000 }))).toEqual([DUMP])
    const choice = choiceAfter(NO_CHOICE, { dumpsUpTo: 50_000 }, NOW)
    await api.deps.directory.choose(TENANT, 'checkout', choice)
    // 24 µs each: 0.72 s, which is 0.01 % of two hours.
    expect(await wantedAt(119, 'pod-1', large)).toEqual([])
    expect(await wantedAt(120, 'pod-1', large)).toEqual([DUMP])
  })
})

describe('an index that does not answer', () => {
  test('is no reason to fail a push that is stored', async () => {
    api.rows.fails = ({ verb, sk }) => verb === 'get' && sk === 'service#checkout'
    expect(await wantedAt(0)).toEqual([])
  })
})
