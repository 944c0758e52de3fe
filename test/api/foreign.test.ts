import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportYesterday } from '#functions/report/report.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import type { Example } from '#test/support/examples.ts'
import { answerTo, fill, HOURS, READS, type Words, WRITES, words } from '#test/support/owner.ts'

/** Tenants that are made anew, each with all of its reads by another. */
const RUNS = 8
const SEED = 20_261_123
const tenant = fc.array(words, { minLength: 1, maxLength: 2 })
/** Another tenant: one of another name, and two whose names begin alike. */
const other = fc.constantFrom('umbrella', `${TENANT}-2`, TENANT.slice(0, -1))

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
