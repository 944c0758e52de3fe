import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, type MockInstance, test, vi } from 'vitest'
import { dump } from '#test/support/pprof.ts'
import { saidBy } from '#test/support/said.ts'
import { changedCall, PARAMETERS } from './changed-call.ts'
import { ALWAYS, type Instead, instead } from './tricks.ts'
import { SECRET, type Vault, vaultApi } from './vault.ts'

/** Calls a parameter. */
const RUNS = 40
const SEED = 20_261_123
/** What DynamoDB takes at most (Service quotas, "Partition key length", "Sort key length"). */
const KEY_BYTES = { pk: 2_048, sk: 1_024 }
/** What S3 takes at most (Naming Amazon S3 objects). */
const OBJECT_KEY_BYTES = 1_024

const log = vi.spyOn(console, 'error')
let vault: Vault
/** Reads of the bucket, each of which begins with a key. */
let asked: readonly Pick<MockInstance<(key: string) => unknown>, 'mock' | 'mockClear'>[]

beforeAll(async () => {
  log.mockReset()
  vault = await vaultApi()
  const { profiles } = vault.api
  asked = [vi.spyOn(profiles, 'get'), vi.spyOn(profiles, 'size'), vi.spyOn(profiles, 'list')]
})
afterAll(() => {
  log.mockRestore()
})

/** Rows of the caller's tenant by the beginnings of their keys: `#` stands in none of the names in them. */
const OWN_ROWS =
  /^(?:token#[0-9a-f]{64}|news#[^#]+#[0-9a-f]|acme(?:#[\w./:-]*(?:#block|#\d{4}-\d\d-\d\d|#signature#[0-9a-f])?|#(?:upload|delivery)#[0-9a-f-]{1,36}|#told#notices)?)$/
/** `+` has the batches of several services, of which each reads its own profiles alone (batches.test.ts). */
const OWN_OBJECTS = /^(?:(?:profiles|sockets)\/acme\/(?:checkout|\+\/)|(?!profiles|sockets)[a-z]+\/acme\/)/

/** Keys, and beginnings of keys, that the bucket was asked for. */
const objectKeys = (): string[] => [
  ...vault.api.profiles.puts,
  ...asked.flatMap(({ mock }) => mock.calls.map(([key]) => key)),
]

/** Only keys of the caller's own tenant, and none that the table refuses. */
function expectOwnKeys(): void {
  for (const { pk, sk } of vault.api.rows.calls) {
    expect(pk).toMatch(OWN_ROWS)
    expect(Buffer.byteLength(pk)).toBeLessThanOrEqual(KEY_BYTES.pk)
    expect(Buffer.byteLength(sk)).toBeLessThanOrEqual(KEY_BYTES.sk)
  }
  for (const key of objectKeys()) {
    expect(key).toMatch(OWN_OBJECTS)
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(OBJECT_KEY_BYTES)
  }
}

describe('a name full of tricks is a name, and one that nobody has:', () => {
  test.each(
    PARAMETERS.map((parameter, index) => ({
      parameter,
      seed: SEED + index,
      of: `${parameter.operation.id}, ${parameter.where} ${parameter.name}`,
    })),
  )('$of', async ({ parameter, seed }) => {
    const { api, caller, example, foreign } = vault
    const property = fc.asyncProperty(instead(foreign), fc.boolean(), async (change, isRaw) => {
      api.rows.calls.length = 0
      api.profiles.puts.length = 0
      for (const reads of asked) reads.mockClear()
      const { path, ...init } = changedCall(example, parameter, change, isRaw)
      const response = await api.send(path, { ...init, as: caller })
      expect(log.mock.calls).toEqual([])
      expect(response.status).toBeLessThan(500)
      expect(await saidBy(response)).not.toContain(SECRET)
      expectOwnKeys()
    })
    const examples = ALWAYS.map((change): [Instead, boolean] => [change, false])
    await fc.assert(property, { seed, numRuns: RUNS, examples })
  })
})

describe('a service whose name is allowed, but odd', () => {
  test.each(['a/b:c', '-.-', 'a:b', 'checkout..', `${'x/'.repeat(99)}y`, ':'.repeat(200)])(
    '"%s" stays one name in links and files',
    async (service) => {
      const made = await vault.api.push(dump({ 'main.a < main.b': 3 }), { service })
      const { id, links } = (await made.json()) as {
        readonly id: string
        readonly links: { profile: string }
      }
      expect(links.profile).toBe(`/v1/services/${encodeURIComponent(service)}/profiles/${id}`)
      expect((await vault.api.send(links.profile)).status).toBe(200)
      const file = await vault.api.send(`${links.profile}.pb.gz`)
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.pb\.gz"$/)
    },
  )

  test('is indexed again page by page, however long its keys are', async () => {
    const service = ':'.repeat(200)
    for (const instance of ['a', 'b'])
      await vault.api.push(dump({ 'main.a < main.b': 3 }), { service, instance })
    const path = `/v1/reindex?limit=1&service=${encodeURIComponent(service)}`
    const first = await (await vault.api.send(path, { method: 'POST' })).json()
    expect(first).toEqual({ queued: 1, next: expect.any(String) })
    const { next } = first as { readonly next: string }
    expect((await vault.api.send(`${path}&cursor=${next}`, { method: 'POST' })).status).toBe(202)
  })
})
