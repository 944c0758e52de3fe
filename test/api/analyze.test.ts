import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import type { Evidence } from '#shared/analysis/waiting/evidence.ts'
import type { Primitive } from '#shared/analysis/waiting/primitive.ts'
import { Analysis } from '#shared/api/answers/analysis.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { goroutineText } from '#test/support/read-dumps.ts'

const READ =
  'net.(*conn).Read < net/http.(*persistConn).Read < bufio.(*Reader).Peek < net/http.(*persistConn).readLoop'
const WRITE = 'runtime.selectgo < net/http.(*persistConn).writeLoop'
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

const analyze = async (body: NonNullable<RequestInit['body']>, as?: string) =>
  api.send('/v1/analyze', { method: 'POST', body, ...(as === undefined ? {} : { as }) })

type Held = v.InferOutput<typeof Analysis>['holders'][number]

describe('POST /v1/analyze', () => {
  test('documents each primitive and each kind of evidence', () => {
    expectTypeOf<Held['primitive']>().toEqualTypeOf<Primitive>()
    expectTypeOf<Held['holders'][number]['evidence']>().toEqualTypeOf<Evidence>()
  })

  test('says what stands in one dump, and what one dump cannot prove', async () => {
    const answer = await analyze(
      dump({ [READ]: 1201, [WRITE]: 1201, 'main.step < main.turn < main.spin': 1 }),
    )
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      goroutines: 2403,
      stacks: [
        { count: 1201, twins: [expect.any(String)], cause: { id: '2' }, sockets: null },
        { count: 1201, twins: [expect.any(String)] },
        { count: 1, twins: [], cause: null },
      ],
      proves: expect.arrayContaining([expect.stringContaining('Nothing is proven leaked')]),
    })
  })

  test.each(['ss', 'sockets', 'sockets-1'])('holds a socket table sent as %s against it', async (part) => {
    const form = new FormData()
    form.set('profile', new Blob([Buffer.from(dump({ [READ]: 20, [WRITE]: 20 }))]))
    const lines = Array.from({ length: 20 }, (_, i) => `ESTAB 0 0 10.0.0.1:${40_000 + i} 10.10.10.11:80`)
    form.set(
      part,
      new Blob([`State Recv-Q Send-Q Local Address:Port Peer Address:Port\n${lines.join('\n')}\n`]),
    )
    expect(await (await analyze(form)).json()).toMatchObject({
      stacks: [{ sockets: expect.stringContaining('10.10.10.11:80') }, {}],
    })
  })

  const goroutine = (id: number): string => goroutineText(id, 'chan send, 29 minutes', ['main.ask.func1'], 1)

  test('says what a log with several dumps says: the newest, and what grew between them', async () => {
    const stamped = (time: string, text: string) => text.replaceAll(/^/gm, `${time} `)
    const log = [
      stamped('2026-11-18T12:00:00Z', goroutine(7)),
      stamped('2026-11-18T13:00:00Z', goroutine(7) + goroutine(8) + goroutine(9)),
    ].join('\n')
    expect(await (await analyze(log)).json()).toMatchObject({
      goroutines: 3,
      at: '2026-11-18T13:00:00.000Z',
      stacks: [{ place: '/src/main.go:9', goPlace: '/src/main.go:8' }],
      dumps: [{ goroutines: 1 }, { goroutines: 3 }],
      comparison: { base: 1, target: 3, perHour: 2, goroutines: { stayed: 1, came: 2, went: 0 } },
      processes: [{ sameBy: 'source' }],
    })
  })

  test('compares dumps sent as files of a form, each named after its file', async () => {
    const form = new FormData()
    form.set('profile', new Blob([goroutine(7)]), 'before.txt')
    form.set('profile-1', new Blob([goroutine(7) + goroutine(8)]), 'after.txt')
    expect(await (await analyze(form)).json()).toMatchObject({
      source: 'after.txt',
      goroutines: 2,
      at: null,
      comparison: { base: 1, target: 2, minutes: null },
    })
  })

  test('of one dump has no comparison', async () => {
    const answer = await (await analyze(goroutine(7))).json()
    expect(answer).toMatchObject({ comparison: null, dumps: [{ goroutines: 1 }], source: '', at: null })
  })

  test('names who likely holds what others wait for', async () => {
    const dump = readFileSync(new URL('../fixtures/analysis/waiting/go1.26.held.txt', import.meta.url))
    expect(await (await analyze(dump)).json()).toMatchObject({
      holders: [{ waiters: 4, holders: [{ function: 'main.(*store).refresh' }] }],
    })
  })

  test('keeps to its own description', async () => {
    for (const body of [
      goroutine(7),
      goroutine(7) + goroutine(7) + goroutine(8),
      dump({ [READ]: 20, [WRITE]: 20 }),
    ])
      v.parse(v.strictObject(Analysis.entries), await (await analyze(body)).json())
  })

  test('leaves nothing behind', async () => {
    const before = [await api.rows.table(), await api.profiles.keys()]
    await analyze(dump({ [READ]: 3 }))
    expect([await api.rows.table(), await api.profiles.keys()]).toEqual(before)
  })

  test.each([
    ['an empty body', () => new Uint8Array(), 'empty-body'],
    ['a form without a dump', () => new FormData(), 'empty-body'],
    ['some text', () => 'hello', 'unknown-format'],
  ])('refuses %s', async (_, body, reason) => {
    const answer = await analyze(body())
    expect(await answer.json()).toMatchObject({ reason })
  })

  test('is not for a token to push', async () => {
    expect((await analyze('x', await api.token({ scopes: ['push'] }))).status).toBe(403)
  })
})
