import { Validator } from '@seriousme/openapi-schema-validator'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { ASSETS, VIEWS } from '#functions/api/routes/page.ts'
import { OPERATIONS } from '#shared/api/operations.ts'
import { REASONS } from '#shared/api/reason.ts'
import { type TestApi, testApi } from '#test/support/api.ts'
import { callOf, type Example, exampleOf } from '#test/support/examples.ts'

/** A parameter of a route: `:id`, or `:id{[^/]+\\.txt}` where the path goes on. */
const PARAMETER = /:(\w+)(?:\{\[\^\/\]\+(.*?)\})?/g
const inDocument = (_: string, name: string, ending = ''): string => `{${name}}${ending.replaceAll('\\', '')}`

/** The page is no part of the API. */
const PAGE: readonly string[] = [...VIEWS, ASSETS]

let api: TestApi
let example: Example

beforeAll(async () => {
  api = await testApi()
  example = await exampleOf(api)
})

describe('the OpenAPI document', () => {
  test('is a valid one of 3.1', async () => {
    const document = (await api.read('/openapi.json')) as Record<string, unknown>
    const { valid, errors } = await new Validator().validate(document)
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  test('names the server that answers it', async () => {
    const document = await (await api.app.request('http://tidemark.test:81/openapi.json')).json()
    expect(document).toMatchObject({ servers: [{ url: 'http://tidemark.test:81' }] })
  })

  test('has every route of the API, and the API every path of it', () => {
    const routes = api.app.routes.filter(({ method, path }) => method !== 'ALL' && !PAGE.includes(path))
    const there = new Set(
      routes.map(({ method, path }) => `${method} ${path.replaceAll(PARAMETER, inDocument)}`),
    )
    const said = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect([...there].sort()).toEqual([...new Set(said)].sort())
  })

  test('names each operation once', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length)
  })
})

describe('an answer has exactly the shape that the document says:', () => {
  test.each(OPERATIONS)('$id', async (operation) => {
    const { path, ...init } = callOf(operation, example)
    const response = await api.send(path, init)
    const content = operation.answers[response.status]
    expect([response.status, Object.keys(operation.answers)]).toEqual([
      response.status,
      expect.arrayContaining([String(response.status)]),
    ])
    if (content === undefined) return
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    expect(Object.keys(content)).toContain(type)
    const schema = content[type]
    if (schema === undefined) return
    const answer: unknown = await response.json()
    // A schema drops what it does not name: the answer must be the same afterwards.
    expect(v.parse(schema, answer)).toEqual(answer)
  })
})

describe('what anybody may read', () => {
  test('is the document as a page, with each operation in it', async () => {
    const page = await (await api.app.request('/docs')).text()
    for (const { method, path, query, summary } of OPERATIONS) {
      const names = Object.keys(query?.entries ?? {}).join('&amp;')
      const call = `<td>${method.toUpperCase()}</td><td><code>${path}${names && '?'}${names}</code></td>`
      expect(page).toContain(call)
      expect(page).toContain(summary.replaceAll("'", '&#39;'))
    }
  })

  test('is each reason to refuse, where the type of a problem points to', async () => {
    const page = await (await api.app.request('/docs/errors')).text()
    expect(page).toMatch(/^<!doctype html>/)
    for (const [reason, { status, title }] of Object.entries(REASONS)) {
      expect(page).toContain(`<dt id="${reason}"><code>${reason}</code> (${status})</dt>`)
      expect(page).toContain(`<dd>${title.replaceAll("'", '&#39;')}.</dd>`)
    }
    const { type } = (await (await api.send('/v1/findings/none')).json()) as { type: string }
    expect(type).toBe('http://localhost/docs/errors#unknown-finding')
  })
})
