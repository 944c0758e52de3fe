import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportYesterday } from '#functions/report/report.ts'
import type { Operation } from '#shared/api/operation.ts'
import { OPERATIONS } from '#shared/api/operations.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { callOf, type Example } from '#test/support/examples.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { saidBy } from '#test/support/said.ts'

/** Tenants that are made anew, each with all of its reads by another. */
const RUNS = 8
const SEED = 20_261_123
/** Profiles of a service, one an hour: enough for a finding. */
const HOURS = 24

/** Words that a tenant uses, and nobody else. */
const WORDS = [
  'service',
  'instance',
  'version',
  'key',
  'value',
  'leaking',
  'steady',
  'owner',
  'title',
  'tokenName',
  'comment',
  'program',
  'hook',
] as const
type Words = Readonly<Record<(typeof WORDS)[number], string>>

const words: fc.Arbitrary<Words> = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{12}$/), { minLength: WORDS.length, maxLength: WORDS.length })
  .map((some) => Object.fromEntries(WORDS.map((name, i) => [name, some[i]])) as Words)
const tenant = fc.array(words, { minLength: 1, maxLength: 2 })
/** Another tenant: one of another name, and two whose names begin alike. */
const other = fc.constantFrom('umbrella', `${TENANT}-2`, TENANT.slice(0, -1))

/** Everything that can be said of a service, and what it is called afterwards. */
async function fill(api: TestApi, said: Words, as: string): Promise<Omit<Example, 'report'>> {
  const { service, instance, version } = said
  const who = new URLSearchParams({ service, instance, version, [`label.${said.key}`]: said.value })
  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    api.send(path, { method, as, headers, ...(body === undefined ? {} : { body }) })
  const idOf = async (response: Promise<Response>) => {
    const { id } = (await (await response).json()) as { readonly id: string }
    return id
  }
  let profile = ''
  for (let hour = 1; hour <= HOURS; hour++) {
    api.clock.now = NOW - (HOURS - hour) * HOUR
    const stacks = {
      [`runtime.gopark < ${said.leaking}.recv < ${said.leaking}.leak`]: 5 + 50 * hour,
      [`${said.steady}.loop < ${said.steady}.main`]: 4,
    }
    profile = await idOf(api.send(`/v1/profiles?${who}`, { method: 'POST', as, body: dump(stacks) }))
  }
  const sockets = `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
ESTAB 0 0 10.0.0.1:4000 10.0.0.2:80 users:(("${said.program}",pid=7,fd=9))\n`
  await ask('POST', `/v1/sockets?${who}`, sockets)
  await ask('POST', `/v1/judge?service=${service}&wait=true`)
  const read = { read: (path: string) => api.read(path, as) }
  const [found] = await pages(read, `/v1/findings?service=${service}&limit=9`)
  const finding = String(found?.id)
  const settings = { owner: said.owner, links: [{ title: said.title, url: `https://${said.title}.test/` }] }
  const star = { 'if-match': '*' }
  const changes = await Promise.all([
    ask('PATCH', `/v1/services/${service}`, JSON.stringify({ settings }), star),
    ask('PATCH', `/v1/findings/${finding}`, JSON.stringify({ comment: said.comment }), star),
  ])
  expect(changes.map(({ status }) => status)).toEqual([200, 200])
  return {
    service,
    profile,
    finding,
    signature: finding.slice(0, 16),
    upload: await idOf(ask('POST', `/v1/uploads?${who}&bytes=5000000`)),
    token: await idOf(ask('POST', '/v1/tokens', JSON.stringify({ name: said.tokenName, scopes: ['push'] }))),
    webhook: await idOf(ask('POST', '/v1/webhooks', JSON.stringify({ url: `https://${said.hook}.test/` }))),
  }
}

const isRead = ({ method, scope }: Operation): boolean => method === 'get' && scope !== 'none'
const READS = OPERATIONS.filter(isRead)
const WRITES = OPERATIONS.filter((operation) => !isRead(operation))

async function answerTo(api: TestApi, operation: Operation, example: Example, as: string) {
  const { path, ...init } = callOf(operation, example)
  const response = await api.send(path, { ...init, as })
  return { path: decodeURIComponent(path), status: response.status, said: await saidBy(response) }
}

/** All that the stores hold of a tenant. */
async function kept(api: TestApi, owner: string) {
  const isOwn = ({ pk, sk, tenant }: Row): boolean =>
    pk === owner || pk.startsWith(`${owner}#`) || sk.startsWith(`${owner}#`) || tenant === owner
  const keys = (await api.profiles.keys()).filter((key) => key.split('/')[1] === owner)
  return {
    rows: (await api.rows.table()).filter(isOwn),
    objects: await Promise.all(keys.map((key) => api.profiles.get(key))),
  }
}

/** What the second tenant calls its services and instances: as the first does, or by words of its own. */
const named = (own: Words, { service, instance }: Words, isAlike: boolean): Words =>
  isAlike ? { ...own, service, instance } : own

/** Two tenants, of which the second may have services and instances of the same names. */
async function twoTenants(owned: readonly Words[], name: string, own: Words, isAlike: boolean) {
  const api = await testApi()
  const us = await api.token()
  const them = await api.token({ tenant: name })
  const filled = []
  for (const said of owned) filled.push(await fill(api, said, us))
  for (const said of owned) await fill(api, named(own, said, isAlike), them)
  const { date: report } = await reportYesterday(api.deps, NOW + DAY)
  return { api, us, them, examples: filled.map((ids): Example => ({ ...ids, report })) }
}

/** What the second may not be told: all words but those that it uses itself, and all ids. */
const secretsOf = (owned: readonly Words[], examples: readonly Example[], isAlike: boolean): string[] => [
  ...owned.flatMap(({ service, instance, ...rest }) => [
    ...Object.values(rest),
    ...(isAlike ? [] : [service, instance]),
  ]),
  ...examples.flatMap(({ service: _, report: __, ...ids }) => Object.values(ids)),
]

describe('another tenant', () => {
  test('is told no word of what belongs to one, whatever it reads by the names of that', async () => {
    const property = fc.asyncProperty(
      tenant,
      other,
      words,
      fc.boolean(),
      async (owned, name, own, isAlike) => {
        const { api, us, them, examples } = await twoTenants(owned, name, own, isAlike)
        const secrets = secretsOf(owned, examples, isAlike)
        const toldUs: string[] = []
        for (const example of examples) {
          for (const operation of READS) {
            const { path, said } = await answerTo(api, operation, example, them)
            for (const secret of secrets)
              if (!path.includes(secret))
                expect([operation.id, said]).toEqual([operation.id, expect.not.stringContaining(secret)])
            toldUs.push((await answerTo(api, operation, example, us)).said)
          }
        }
        // The reads would show it: the owner is told all of them. Programs in socket tables are kept and told to nobody.
        const untold = secrets.filter((secret) => !toldUs.some((said) => said.includes(secret)))
        expect(untold).toEqual(owned.map(({ program }) => program))
        for (const secret of secrets) {
          const found = await api.read(`/v1/search?q=${encodeURIComponent(secret)}`, them)
          expect(found).toMatchObject({ services: [], findings: [], signatures: [] })
        }
      },
    )
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })

  test('changes nothing of what belongs to one, whatever it writes by the names of that', async () => {
    const property = fc.asyncProperty(
      tenant,
      other,
      words,
      fc.boolean(),
      async (owned, name, own, isAlike) => {
        const { api, them, examples } = await twoTenants(owned, name, own, isAlike)
        const before = await kept(api, TENANT)
        expect([before.rows.length > HOURS, before.objects.length > HOURS]).toEqual([true, true])
        for (const example of examples)
          for (const operation of WRITES)
            expect((await answerTo(api, operation, example, them)).status).toBeLessThan(500)
        for (const said of owned) await fill(api, named(own, said, isAlike), them)
        expect(await kept(api, TENANT)).toEqual(before)
      },
    )
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })
})
