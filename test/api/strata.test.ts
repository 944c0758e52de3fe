/** Who stays in a stack, from the full dumps that a service has sent. */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

interface Strata {
  readonly processes: readonly {
    readonly process: string
    readonly times: readonly string[]
    readonly layers: readonly {
      readonly after: string | null
      readonly until: string
      readonly alive: readonly number[]
    }[]
  }[]
}

const FOLDER = new URL('../fixtures/survivors/quote-mix/', import.meta.url)
const SIGNATURES = '/v1/services/quotes/signatures'
let api: TestApi
let path: string
let times: string[]

/** The full dumps of a recorded program, each when it was taken. */
beforeAll(async () => {
  api = await testApi()
  const [{ instance, startedAt, version, profiles }] = JSON.parse(
    readFileSync(new URL('series.json', FOLDER), 'utf8'),
  ).processes
  const dumps = (profiles as { at: string; debug: number; file: string }[]).filter(({ debug }) => debug === 2)
  times = dumps.map(({ at }) => `${at.slice(0, 19)}.000Z`)
  for (const { at, file } of dumps) {
    api.clock.now = Date.parse(at) + MINUTE
    const body = gunzipSync(readFileSync(new URL(file, FOLDER)))
    await api.push(body, { service: 'quotes', instance, start: startedAt, version, at })
    await api.send('/v1/judge?service=quotes&wait=true', { method: 'POST' })
  }
  const all = await pages(api, `${SIGNATURES}?limit=50`)
  const leak = all.find(({ frames }) => (frames as string[])[0] === 'main.(*quotes).ask')
  path = `${SIGNATURES}/${leak?.id}/strata`
})

describe('GET …/signatures/{id}/strata', () => {
  test('says who stays, although the rows of most dumps have expired', async () => {
    expect(await api.read(path)).toMatchObject({
      word: 'stay-and-keep-joining',
      neverLeaves: false,
      dumps: 9,
      residents: 110,
      joined: 846,
      left: 746,
      hidden: 0,
      says: expect.stringContaining('of those that stayed for 36 h none has left'),
    })
  })

  test('gives layers that add up to the counts of each dump', async () => {
    const [process, ...more] = ((await api.read(path)) as Strata).processes
    expect(more).toEqual([])
    expect(process?.times).toEqual(times)
    expect(process?.layers[0]).toMatchObject({
      after: null,
      until: times[0],
      alive: [29, 6, 3, 3, 3, 3, 3, 3, 3],
    })
    expect(process?.layers[1]).toMatchObject({
      after: times[0],
      until: times[1],
      alive: [0, 183, 27, 20, 20, 20, 20, 20, 20],
    })
    const newest = process?.layers.reduce((sum, { alive }) => sum + (alive.at(-1) ?? 0), 0)
    expect(newest).toBe(38 + 22 + 13 + 6 + 16 + 5 + 6 + 20 + 3)
  })

  test('tells one process where it is asked for one', async () => {
    const { processes } = (await api.read(path)) as Strata
    expect(await api.read(`${path}?process=${processes[0]?.process}`)).toMatchObject({ dumps: 9 })
    expect(await api.read(`${path}?process=another`)).toMatchObject({
      word: 'too-few-dumps',
      says: null,
      processes: [],
    })
  })

  test('has nothing to say of a service that sends counts alone', async () => {
    await api.push(dump({ 'main.a < main.b': 7 }), { service: 'counts', instance: 'pod-1' })
    const [only] = await pages(api, '/v1/services/counts/signatures?limit=1')
    expect(await api.read(`/v1/services/counts/signatures/${only?.id}/strata`)).toMatchObject({
      word: 'too-few-dumps',
      says: null,
      dumps: 0,
      processes: [],
    })
  })

  test('refuses a stack that nobody knows', async () => {
    expect((await api.send(`${SIGNATURES}/0123456789abcdef/strata`)).status).toBe(404)
  })
})
