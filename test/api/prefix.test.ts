import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportYesterday } from '#functions/report/report.ts'
import { DAY, iso } from '#shared/time.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import type { Example } from '#test/support/examples.ts'
import { answerTo, fill, fullDump, READS, type Words, WRITES, words } from '#test/support/owner.ts'
import { dump } from '#test/support/pprof.ts'

/** Pairs of teams that are made anew, each with all that one of them can ask. */
const RUNS = 4
const SEED = 20_261_129

/** Two teams of one tenant, each with a token for services that begin with the name of its own. */
interface Teams {
  readonly api: TestApi
  /** The token of the second. */
  readonly as: string
  /** What the first has. */
  readonly theirs: Example
  /** What the second has. */
  readonly own: Example
}

async function teams(first: Words, second: Words): Promise<Teams> {
  const api = await testApi()
  const [theirs, own] = [await fillOwn(api, first), await fillOwn(api, second)]
  await reportYesterday(api.deps, NOW + DAY)
  return { api, as: await api.token({ servicePrefix: second.service }), theirs, own }
}

/** Two that use the same library: its stacks have one name for both. */
const pair = fc
  .tuple(words, words)
  .map(([first, second]) => [first, { ...second, leaking: first.leaking, steady: first.steady }] as const)

/** What only the first may be told: its words but those of the library, and its ids but that of the stack. */
function secretsOf(first: Words, { service: _, report: __, signature: ___, ...ids }: Example): string[] {
  const { leaking: ____, steady: _____, ...said } = first
  return [...Object.values(said), ...Object.values(ids)]
}

/** A service with all that a token for it can make. */
async function fillOwn(api: TestApi, said: Words): Promise<Example> {
  const as = await api.token({ servicePrefix: said.service })
  return { ...(await fill(api, said, as, said.service)), report: iso(NOW).slice(0, 10) }
}

/** Every read of what a team has, as it is answered to that team, by operation. */
async function told(api: TestApi, example: Example): Promise<Record<string, string>> {
  const as = await api.token({ servicePrefix: example.service })
  const answers: Record<string, string> = {}
  for (const operation of READS) answers[operation.id] = (await answerTo(api, operation, example, as)).said
  return answers
}

/** The same without what chance made: ids, and the order of tokens by theirs. */
async function toldAlike(api: TestApi, example: Example): Promise<Record<string, string>> {
  const { listTokens = '', ...answers } = await told(api, example)
  const tokens =
    listTokens
      .match(/"name":"\w+"/g)
      ?.sort()
      .join() ?? ''
  const { upload, webhook } = example
  const alike = Object.entries({ ...answers, tokens }).map(([id, said]) => [
    id,
    said
      .replaceAll(upload, 'UPLOAD')
      .replaceAll(webhook, 'WEBHOOK')
      .replaceAll(/(?:x-request-id,|content-length,).*|"requestId":"[^"]*"/g, ''),
  ])
  return Object.fromEntries(alike)
}

describe('a token for services with a prefix', () => {
  test('is told no word of the others, whatever it reads by their names or by its own', async () => {
    const property = fc.asyncProperty(pair, async ([first, second]) => {
      const { api, as, theirs, own } = await teams(first, second)
      const secrets = secretsOf(first, theirs)
      const toldThem = Object.values(await told(api, theirs)).join('\n')
      // The reads would show it. Programs in socket tables are kept and told to nobody.
      expect(secrets.filter((secret) => !toldThem.includes(secret))).toEqual([first.program])
      for (const example of [theirs, own])
        for (const operation of READS) {
          const { path, said } = await answerTo(api, operation, example, as)
          for (const secret of secrets)
            if (!path.includes(secret))
              expect([operation.id, said]).toEqual([operation.id, expect.not.stringContaining(secret)])
        }
      for (const secret of secrets) {
        const found = await api.read(`/v1/search?q=${encodeURIComponent(secret)}`, as)
        expect(found).toMatchObject({ services: [], findings: [], signatures: [] })
      }
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })

  test('changes nothing of the others, whatever it writes before they come and afterwards by their names', async () => {
    const property = fc.asyncProperty(pair, async ([first, second]) => {
      const alone = await testApi()
      const expected = await toldAlike(alone, await fillOwn(alone, first))
      const api = await testApi()
      const as = await api.token({ servicePrefix: second.service })
      api.clock.now = NOW - 2 * DAY
      const path = `/v1/profiles?service=${second.service}&instance=pod-1&version=v0`
      const stacks = { [`runtime.gopark < ${first.leaking}.recv < ${first.leaking}.leak`]: 5 }
      for (const body of [dump(stacks), fullDump({ leaking: first.leaking, creator: 'forged' })])
        expect((await api.send(path, { method: 'POST', body, as })).status).toBe(201)
      await fill(api, second, as, second.service)
      const theirs = await fillOwn(api, first)
      for (const operation of WRITES)
        expect((await answerTo(api, operation, theirs, as)).status).toBeLessThan(500)
      expect(await toldAlike(api, theirs)).toEqual(expected)
    })
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true })
  })

  test('is not told whether others have sent a stack before', async () => {
    const api = await testApi()
    const as = await api.token({ servicePrefix: 'billing' })
    const body = dump({ 'main.recv < main.worker': 5 })
    await api.push(body, { service: 'checkout' })
    const receipt = await (await api.push(body, { service: 'billing' }, as)).json()
    expect(receipt).toMatchObject({ decision: 'stored', newSignatures: 1 })
  })

  test('gets no counters of what the whole tenant sends', async () => {
    const api = await testApi()
    await api.push(dump({ 'main.recv < main.worker': 5 }))
    const asked = async (as?: string) => (await api.send('/metrics', as === undefined ? {} : { as })).text()
    expect(await asked()).toMatch(/^tidemark_profiles_total/m)
    expect(await asked(await api.token({ servicePrefix: 'billing' }))).not.toMatch(/^tidemark_\w+_total/m)
  })

  test('learns nothing from a cursor that names what others have', async () => {
    const api = await testApi()
    const [said] = fc.sample(words, { seed: SEED, numRuns: 1 }) as [Words]
    const { finding } = await fillOwn(api, said)
    const as = await api.token({ servicePrefix: 'billing' })
    const behind = async (name: string) => {
      const cursor = Buffer.from(name).toString('base64url')
      const response = await api.send(`/v1/findings?cursor=${cursor}`, { as })
      const { requestId: _, ...said } = (await response.json()) as Record<string, unknown>
      return [response.status, said]
    }
    expect(await behind(finding)).toEqual(await behind(`${finding}x`))
  })
})
