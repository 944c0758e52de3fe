import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { Profile } from 'pprof-format'
import * as v from 'valibot'
import { HOUR, MINUTE } from '#shared/time.ts'
import { batchOf } from '#test/support/batch.ts'
import { LEAKING } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'
import type { Client } from './client.ts'
import { eventually, step } from './step.ts'

const Receipt = v.object({ decision: v.string(), links: v.object({ profile: v.string() }) })
const Batch = v.object({
  items: v.array(v.object({ decision: v.string(), service: v.string(), id: v.string() })),
})
const Stored = v.object({ goroutines: v.number(), sha256: v.string() })
const Announced = v.object({ id: v.string(), url: v.string(), headers: v.record(v.string(), v.string()) })
const UploadState = v.object({
  state: v.string(),
  receipt: v.optional(v.object({ goroutines: v.number() })),
})
const Findings = v.object({ items: v.array(v.object({ id: v.string() })) })
const Finding = v.looseObject({ service: v.string(), explain: v.string() })

const HOURS = 48

/** Two days of a process that leaks ten an hour, a profile an hour, the newest of them now. */
const profiles = (now: number) =>
  Array.from({ length: HOURS }, (_, i) => ({
    at: new Date(now - (HOURS - 1 - i) * HOUR).toISOString(),
    body: dump({ [LEAKING]: 5 + 10 * i, 'main.loop < main.main': 4 }),
  }))

function pathOf(resource: string, service: string, now: number, more: Readonly<Record<string, string>> = {}) {
  const start = new Date(now - HOURS * HOUR).toISOString()
  return `/v1/${resource}?${new URLSearchParams({ service, instance: 'pod-1', start, version: 'v1.4.2', ...more })}`
}

/** Pushes a service that leaks; the answers, the newest last. */
export async function pushLeak(api: Client, service: string, now: number) {
  const receipts: v.InferOutput<typeof Receipt>[] = []
  for (const { at, body } of profiles(now))
    receipts.push(await api.json(Receipt, pathOf('profiles', service, now, { at }), { method: 'POST', body }))
  return receipts
}

/** Pushes profiles of two services in one request. */
async function pushBatch(api: Client, now: number): Promise<void> {
  const start = new Date(now - HOUR).toISOString()
  const files = ['basket', 'stock'].flatMap((service) =>
    [3, 2, 1].map((minutes) => ({
      query: { service, instance: 'pod-1', start, at: new Date(now - minutes * MINUTE).toISOString() },
      body: dump({ 'main.loop < main.main': minutes }),
    })),
  )
  const init = { method: 'POST', body: await batchOf(files) }
  const { items } = await api.json(Batch, '/v1/batches?version=1', init)
  assert.deepEqual(
    items.map(({ decision }) => decision),
    files.map(() => 'stored'),
  )
  for (const [i, { service, id }] of items.entries()) {
    const { goroutines } = await api.json(Stored, `/v1/services/${service}/profiles/${id}`)
    assert.equal(goroutines, 3 - (i % 3))
  }
}

/** Waits for the finding of a service, and reads it. */
export async function findingOf(api: Client, service: string, seconds: number) {
  const id = await eventually(`a finding of ${service}`, seconds, async () => {
    const { items } = await api.json(Findings, `/v1/findings?service=${service}`)
    return items[0]?.id
  })
  return api.json(Finding, `/v1/findings/${id}`)
}

export async function playScenario(api: Client, now: number): Promise<void> {
  await step('a stranger is refused', async () => {
    const authorization = 'Bearer tdm_acme_wrong'
    assert.equal(await api.status('/v1/services', { headers: { authorization } }), 401)
  })
  await step('the page and its scripts are served', async () => {
    const html = Buffer.from(await api.bytes('/')).toString()
    const assets = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    assert.ok(assets.some((path) => path.endsWith('.js')))
    for (const path of assets) assert.ok((await api.bytes(path)).byteLength > 0)
  })
  const [first, ...others] = await step('two days of profiles are pushed', () =>
    pushLeak(api, 'checkout', now),
  )
  assert.ok(first !== undefined && others.length === HOURS - 1)
  await step('a batch is taken as one, and each of its profiles is read back', () => pushBatch(api, now))
  await step('what was pushed is read back, as text and as bytes', async () => {
    const body = profiles(now)[0]?.body ?? ''
    const stored = await api.json(Stored, first.links.profile)
    assert.deepEqual(stored, { goroutines: 9, sha256: createHash('sha256').update(body).digest('hex') })
    const { sample } = Profile.decode(gunzipSync(await api.bytes(`${first.links.profile}.pb.gz`)))
    assert.deepEqual(new Set(sample.map(({ value }) => Number(value[0]))), new Set([4, 5]))
  })
  await step('the same bytes again are duplicates', async () => {
    const again = await pushLeak(api, 'checkout', now)
    assert.deepEqual(new Set(again.map(({ decision }) => decision)), new Set(['duplicate']))
  })
  await step('a profile that was never sent is unknown', async () => {
    assert.equal(await api.status(first.links.profile.replace(/[^/]+$/, '0'.repeat(23))), 404)
  })
  await step('what is no profile is refused', async () => {
    const init = { method: 'POST', body: 'no profile' }
    assert.equal(await api.status(pathOf('profiles', 'checkout', now), init), 415)
  })
  await playUpload(api, now)
  await step('a service is judged by way of the queue', async () => {
    assert.equal(await api.status('/v1/judge?service=checkout', { method: 'POST' }), 202)
    assert.match((await findingOf(api, 'checkout', 60)).explain, /^checkout: /)
  })
}

/** A dump goes into the bucket by a signed URL, and S3's event has it indexed. */
async function playUpload(api: Client, now: number): Promise<void> {
  const body = dump({ 'main.upload < main.main': 7 })
  const { id, url, headers } = await step('an upload is announced', () =>
    api.json(Announced, pathOf('uploads', 'uploaded', now, { bytes: String(body.byteLength) }), {
      method: 'POST',
    }),
  )
  await step('a URL that was tampered with is refused', async () => {
    const tampered = url.replace(
      /(X-Amz-Signature=)(.)/,
      (_, name, digit) => `${name}${digit === '0' ? '1' : '0'}`,
    )
    assert.equal((await fetch(tampered, { method: 'PUT', headers, body })).status, 403)
  })
  await step('the upload is put, and indexed by its event', async () => {
    const put = await fetch(url, { method: 'PUT', headers, body })
    assert.equal(put.status, 200, await put.text())
    const receipt = await eventually('the index of the upload', 60, async () => {
      const upload = await api.json(UploadState, `/v1/uploads/${id}`)
      return upload.state === 'indexed' ? upload.receipt : undefined
    })
    assert.equal(receipt.goroutines, 7)
  })
}
