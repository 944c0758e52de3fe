import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { debug3 } from '#test/support/debug3.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'

const PROFILES = '/v1/services/checkout/profiles'
const iso = (at: number): string => new Date(at).toISOString()
const LEAKS = new URL('../fixtures/goroutine/go1.27.goroutineleak.debug2.txt', import.meta.url)
/** One goroutine in each form. */
const FORMS = {
  0: dump({ 'main.recv < main.main': 1 }),
  1: `goroutine profile: total 1
1 @ 0x47a2b6 0x47a2b7
#	0x47a2b5	main.recv+0x15	/src/main.go:10
#	0x47a2b6	main.main+0x15	/src/main.go:20

`,
  2: `goroutine 1 [chan receive]:
main.recv()
	/src/main.go:10 +0x1d
main.main()
	/src/main.go:20 +0x1d
`,
  3: debug3([{ id: 1, state: 'chan receive', stack: ['main.recv', 'main.main'] }]),
}

let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** One profile for each time, of one process. @returns their ids in the order of their times */
async function pushAt(times: readonly number[], instance = 'pod-1'): Promise<unknown[]> {
  const ids: unknown[] = []
  for (const at of times) {
    const response = await api.push(dump({ 'main.a < main.b': 1 }), {
      at: iso(at),
      instance,
      start: iso(NOW - 13 * DAY),
    })
    const { id } = (await response.json()) as { id: string }
    ids.push(id)
  }
  return ids
}

const idsOf = async (query: string): Promise<unknown[]> =>
  (await pages(api, `${PROFILES}?${query}`)).map(({ id }) => id)

describe('GET /v1/services/{s}/profiles', () => {
  test('lists the last day by time, in any pages', async () => {
    const times = [1, 3, 9, 22, 23].map((hours) => NOW - hours * HOUR).reverse()
    const ids = await pushAt(times)
    await pushAt([NOW - 25 * HOUR])
    for (const limit of [1, 2, 5, 6]) expect(await idsOf(`limit=${limit}`)).toEqual(ids)
  })

  test('lists a range, its end excluded, over midnights', async () => {
    const ids = await pushAt([50, 40, 30, 20, 10].map((hours) => NOW - hours * HOUR))
    const range = `from=${iso(NOW - 40 * HOUR)}&to=${iso(NOW - 10 * HOUR)}`
    expect(await idsOf(range)).toEqual(ids.slice(1, 4))
    expect(await idsOf(`${range}&limit=1`)).toEqual(ids.slice(1, 4))
  })

  test('lists one process', async () => {
    await pushAt([NOW - MINUTE], 'pod-2')
    const ids = await pushAt([NOW - 2 * MINUTE, NOW])
    expect(await idsOf('process=pod-1@20260825T083000Z&limit=1')).toEqual(ids)
  })

  test('is empty where the range ends before it begins', async () => {
    await pushAt([NOW - HOUR])
    expect(await idsOf(`from=${iso(NOW)}&to=${iso(NOW - 2 * HOUR)}`)).toEqual([])
  })

  test('asks for the days that can have rows, though the range be eight thousand years', async () => {
    const ids = await pushAt([NOW - 10 * DAY, NOW])
    api.rows.calls.length = 0
    expect(await idsOf('from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z')).toEqual(ids)
    expect(api.rows.calls.filter(({ verb }) => verb === 'query').length).toBeLessThan(20)
  })

  test('flags a dump of which a part could not be read', async () => {
    const block = (id: number) => `goroutine ${id} [chan receive]:\nmain.recv(...)\n\t/a.go:1\n\n`
    await api.push(`${block(1)}${block(2)}goroutine 3 [chan rec`, { instance: 'cut' })
    await api.push(`${block(1)}${block(2)}`, { instance: 'whole' })
    const found = await pages(api, `${PROFILES}?limit=9`)
    const partial = Object.fromEntries(found.map(({ process, partial }) => [process, partial]))
    expect(partial).toEqual({ 'cut@unmarked': true, 'whole@unmarked': false })
  })
})

describe('GET /v1/services/{s}/profiles/{id}', () => {
  test('says what was uploaded, by whom and when', async () => {
    const body = dump({ 'main.a < main.b': 2, 'main.c < main.d': 1 })
    const query = { start: iso(NOW - HOUR), version: 'v1', 'label.zone': 'eu', at: iso(NOW - MINUTE) }
    const { id, links } = (await (await api.push(body, query)).json()) as {
      id: string
      links: { profile: string }
    }
    expect(links.profile).toBe(`${PROFILES}/${id}`)
    expect(await api.read(links.profile)).toEqual({
      id,
      process: 'pod-1@20260907T073000Z',
      type: 'goroutine',
      debug: 0,
      at: iso(NOW - MINUTE),
      receivedAt: iso(NOW),
      goroutines: 3,
      stacks: 2,
      problems: [],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: 'push',
      labels: { zone: 'eu' },
      bytes: body.byteLength,
    })
  })

  test('knows a profile whose row has expired as long as the bucket holds it', async () => {
    const [id] = await pushAt([NOW])
    api.clock.now += 20 * DAY
    expect(await idsOf(`from=${iso(NOW - DAY)}`)).toEqual([])
    expect(await api.read(`${PROFILES}/${id}`)).toMatchObject({ id, goroutines: 1 })
  })

  test.each([0, 1, 2, 3] as const)(
    'knows a profile of debug=%i, alone and in the merge of its process',
    async (debug) => {
      const { id } = (await (await api.push(FORMS[debug])).json()) as { id: string }
      expect(await api.read(`${PROFILES}/${id}`)).toMatchObject({ id, debug, goroutines: 1 })
      const merged = await api.send('/v1/services/checkout/merge.folded?process=pod-1@unmarked')
      expect(await merged.text()).toContain('main.recv 1')
    },
  )

  test('calls a debug=2 dump what its sender called it, in the list too', async () => {
    const response = await api.push(new Uint8Array(await readFile(LEAKS)), { type: 'goroutineleak' })
    const receipt = (await response.json()) as { id: string }
    expect(receipt).toMatchObject({ type: 'goroutineleak', debug: 2 })
    expect(await api.read(`${PROFILES}/${receipt.id}`)).toMatchObject({ type: 'goroutineleak', debug: 2 })
    expect(await api.read(PROFILES)).toMatchObject({ items: [{ type: 'goroutineleak', debug: 2 }] })
  })
})
