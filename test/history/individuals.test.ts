/** Individuals of full dumps: kept with the evidence of their process, and made again from the bucket alone. */

import { expect, test } from 'vitest'
import { indexStored } from '#shared/ingest/index-stored.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { goroutineText } from '#test/support/read-dumps.ts'

const START = new Date(NOW - 48 * 60 * MINUTE).toISOString()
const facts = { service: 'checkout', instance: 'pod-1', start: START }

/** Some that stay, and one that comes with each dump. */
const dumpOf = (number: number): string =>
  [1, 2, 3, 10 + number]
    .map((id) => goroutineText(id, 'chan send', [`main.send(0xc00001${id}000)`], 1))
    .join('')

async function judged(api: TestApi) {
  await api.send('/v1/judge?service=checkout&wait=true', { method: 'POST' })
  const found = []
  for await (const { process, observations } of api.deps.evidence.all(TENANT, 'checkout'))
    found.push({ process, observations })
  return found
}

test('the same individuals are known from ingest and from the bucket', async () => {
  const api = await testApi()
  for (let number = 0; number < 40; number++) {
    api.clock.now = NOW + number * MINUTE
    expect((await api.push(dumpOf(number), facts)).status).toBe(201)
  }
  const [kept, ...more] = await judged(api)
  expect(more).toEqual([])
  expect(kept?.observations?.length).toBeLessThanOrEqual(32)
  expect(kept?.observations?.at(-1)).toMatchObject({
    at: NOW + 39 * MINUTE,
    newest: 49,
    stacks: [{ ids: [1, 2, 3, 49] }],
  })

  const rebuilt = await testApi()
  rebuilt.clock.now = api.clock.now
  for (const key of (await api.profiles.keys()).toReversed()) {
    const object = await api.deps.profiles.get(key)
    if (object === undefined) throw new Error(`${key} has gone`)
    await rebuilt.deps.profiles.put(object)
    await indexStored(rebuilt.deps, key, rebuilt.clock.now)
  }
  expect(await judged(rebuilt)).toEqual([kept])
})
