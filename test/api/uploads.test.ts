import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { Upload } from '#shared/api/answers/upload.ts'
import { objectKey } from '#shared/store/keys.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { GOOD } from '#test/support/push.ts'

const iso = (at: number): string => new Date(at).toISOString()
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

interface Announced {
  readonly id: string
  readonly links: { readonly self: string }
}

async function announce(query: Readonly<Record<string, string>> = {}, as?: string): Promise<Announced> {
  const facts = { service: 'checkout', instance: 'pod-1', bytes: String(GOOD.byteLength), ...query }
  const path = `/v1/uploads?${new URLSearchParams(facts)}`
  const response = await api.send(path, { method: 'POST', ...(as === undefined ? {} : { as }) })
  expect(response.status).toBe(201)
  return (await response.json()) as Announced
}

const keyOf = ({ id }: Announced): string => objectKey.upload(TENANT, id)
const put = (upload: Announced, body: Uint8Array = GOOD) =>
  api.profiles.put({ key: keyOf(upload), body, metadata: {} })
const handle = (upload: Announced) => indexUpload(api.deps, keyOf(upload), api.clock.now)
/** What has become of it, in the shape that the OpenAPI document says. */
async function read({ links }: Announced): Promise<unknown> {
  const answer = await api.read(links.self)
  expect(v.parse(Upload, answer)).toEqual(answer)
  return answer
}
const statusOf = async (path: string, as: string) => (await api.send(path, { as })).status

describe('POST /v1/uploads', () => {
  test('answers a URL for one PUT, with the headers to send', async () => {
    const upload = await announce({ bytes: '67108864', contentType: 'text/plain' })
    expect(upload).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      url: expect.stringContaining(`uploads/acme/${upload.id}`),
      method: 'PUT',
      headers: { 'content-length': '67108864', 'content-type': 'text/plain' },
      expiresAt: iso(NOW + 15 * MINUTE),
      links: { self: `/v1/uploads/${upload.id}` },
    })
  })

  test('takes the content type of plain bytes where none is said', async () => {
    expect(await announce()).toMatchObject({ headers: { 'content-type': 'application/octet-stream' } })
  })

  test('gives every announcement an upload of its own', async () => {
    const uploads = await Promise.all(Array.from({ length: 5 }, () => announce()))
    expect(new Set(uploads.map(({ id }) => id)).size).toBe(5)
  })

  test('needs a token to push, for the service', async () => {
    const as = await api.token({ scopes: ['push'], servicePrefix: 'check' })
    expect((await announce({}, as)).id).not.toBe('')
  })
})

describe('GET /v1/uploads/{id}', () => {
  test('tells how far it is: waiting, queued, and indexed with the receipt of a push', async () => {
    const query = { start: iso(NOW - HOUR), version: 'v1', 'label.zone': 'eu' }
    const upload = await announce(query)
    const first = {
      id: upload.id,
      service: 'checkout',
      state: 'waiting',
      bytes: GOOD.byteLength,
      announcedAt: iso(NOW),
      expiresAt: iso(NOW + 15 * MINUTE),
      links: upload.links,
    }
    expect(await read(upload)).toEqual(first)
    await put(upload)
    expect(await read(upload)).toEqual({ ...first, state: 'queued' })
    await handle(upload)
    const other = await testApi()
    const pushed = (await (await other.push(GOOD, query)).json()) as Record<string, unknown>
    const { next: _, ...receipt } = pushed
    expect(await read(upload)).toEqual({ ...first, state: 'indexed', receipt })
    const { links } = receipt as { links: { profile: string } }
    expect(await api.read(links.profile)).toMatchObject({
      process: 'pod-1@20260907T073000Z',
      goroutines: 7,
      source: 'upload',
      labels: { zone: 'eu' },
    })
  })

  test('tells why it was refused, with limit and actual value', async () => {
    const upload = await announce({ at: iso(NOW - 14 * DAY) })
    await put(upload)
    api.clock.now += HOUR
    await handle(upload)
    expect(await read(upload)).toMatchObject({
      state: 'refused',
      refusal: {
        reason: 'too-old',
        detail: expect.stringContaining('14 days'),
        limit: iso(NOW + HOUR - 14 * DAY),
        actual: iso(NOW - 14 * DAY),
      },
    })
    expect(await read(upload)).not.toHaveProperty('receipt')
  })

  test('is for who may push or read, and for the services of the token', async () => {
    const { links } = await announce()
    const tokens = [
      await api.token({ scopes: ['push'] }),
      await api.token({ scopes: ['read'] }),
      await api.token({ scopes: ['read'], servicePrefix: 'check' }),
      await api.token({ scopes: ['read'], servicePrefix: 'billing' }),
    ]
    const statuses = await Promise.all(tokens.map((as) => statusOf(links.self, as)))
    expect(statuses).toEqual([200, 200, 200, 403])
  })

  test('knows nothing of the uploads of another tenant, nor of one after two days', async () => {
    const upload = await announce()
    await put(upload)
    expect(await statusOf(upload.links.self, await api.token({ tenant: 'umbrella' }))).toBe(404)
    api.clock.now += 2 * DAY
    expect((await api.send(upload.links.self)).status).toBe(404)
  })
})
