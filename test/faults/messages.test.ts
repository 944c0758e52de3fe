import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { handleBatch } from '#functions/index-upload/handle-batch.ts'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { queueTrends } from '#functions/plan-trends/plan-trends.ts'
import { sqsJudgeQueue } from '#shared/store/judge-queue.sqs.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { indexed, ingest, pushOf } from '#test/support/push.ts'
import { stubbedSqs } from '#test/support/sqs.ts'
import { isWrite } from '#test/support/watched-rows.ts'

let stores: ReturnType<typeof testStores>
beforeEach(() => {
  stores = testStores()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return () => vi.restoreAllMocks()
})

/** A leak of 6 an hour for a day, told by a dump an hour that the index did not take. */
async function acknowledgedButNotIndexed(): Promise<string[]> {
  stores.rows.fails = isWrite
  const keys: string[] = []
  for (let hour = 0; hour < 24; hour++) {
    const at = NOW - (24 - hour) * HOUR
    stores.clock.now = at
    const body = dump({ 'main.recv < main.worker': 5 + 6 * hour, 'main.loop < main.main': 2 })
    const process = { ...pushOf().process, startedAt: NOW - 30 * HOUR }
    expect(await ingest(stores, { at, body, process })).toMatchObject({ indexed: false })
  }
  stores.rows.fails = () => false
  stores.clock.now = NOW
  keys.push(...stores.queue.sent.splice(0).map(({ key }) => key))
  return keys
}

const event = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })),
})
const messageOf = (key: string): string => JSON.stringify({ key })
const rowsOfProfiles = async () =>
  (await stores.rows.table()).filter(({ pk, sk }) => !pk.startsWith('news#') && !sk.startsWith('late#'))

const judge = (body: string, owner: string) =>
  handleJudgeMessage(
    { ...stores.deps, judgeQueue: { send: () => Promise.reject(new Error('there is time enough')) } },
    body,
    owner,
    stores.clock.now,
  )

describe('messages to the index that come twice and in any order', () => {
  test.each([1, 2, 3])('make the same rows and one finding (%i)', async (seed) => {
    const keys = await acknowledgedButNotIndexed()
    expect(keys).toHaveLength(24)
    expect(await handleBatch(stores.deps, event(...keys.map(messageOf)))).toEqual({ batchItemFailures: [] })
    const inOrder = await rowsOfProfiles()

    stores = testStores()
    const twice = [...(await acknowledgedButNotIndexed()), ...keys]
    const [order = []] = fc.sample(fc.shuffledSubarray(twice, { minLength: 48 }), { seed, numRuns: 1 })
    await handleBatch(stores.deps, event(...order.map(messageOf)))
    expect(await rowsOfProfiles()).toEqual(inOrder)

    const message = JSON.stringify({ tenant: TENANT, service: 'checkout' })
    for (const owner of ['a', 'b', 'c']) await judge(message, owner)
    const { findings } = await stores.deps.ledger.read(TENANT, 'checkout')
    expect(findings).toHaveLength(1)
  })
})

describe('a batch for the index', () => {
  test('with a message that is none, and an object that is none, fails by these alone', async () => {
    const [key = '', ...others] = await acknowledgedButNotIndexed()
    const bodies = ['{', messageOf(key), '{"key":"profiles/nonsense"}', ...others.map(messageOf)]
    expect(await handleBatch(stores.deps, event(...bodies))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    })
    expect(await indexed(stores)).toHaveLength(24)
  })

  test('with the key of an object that has gone is done: there is nothing to index any more', async () => {
    const [key = ''] = await acknowledgedButNotIndexed()
    await stores.profiles.remove(key)
    expect(await handleBatch(stores.deps, event(messageOf(key)))).toEqual({ batchItemFailures: [] })
    expect(await indexed(stores)).toEqual([])
  })

  test('whose bucket does not answer comes again, and nothing is lost', async () => {
    const keys = await acknowledgedButNotIndexed()
    const { get } = stores.profiles
    const profiles = { ...stores.profiles, get: () => Promise.reject(new Error('503 Slow Down')) }
    const batch = event(...keys.map(messageOf))
    const { batchItemFailures } = await handleBatch({ ...stores.deps, profiles }, batch)
    expect(batchItemFailures).toHaveLength(24)
    await handleBatch({ ...stores.deps, profiles: { ...profiles, get } }, batch)
    expect(await indexed(stores)).toHaveLength(24)
  })

  test('that breaks off anywhere is made good when it comes again', async () => {
    const [key = ''] = await acknowledgedButNotIndexed()
    stores.rows.calls.length = 0
    await handleBatch(stores.deps, event(messageOf(key)))
    const requests = stores.rows.calls.length
    const whole = await rowsOfProfiles()
    for (let request = 0; request < requests; request++) {
      stores = testStores()
      const [first = ''] = await acknowledgedButNotIndexed()
      let made = 0
      stores.rows.fails = () => ++made > request
      expect((await handleBatch(stores.deps, event(messageOf(first)))).batchItemFailures).toHaveLength(1)
      stores.rows.fails = () => false
      expect(await handleBatch(stores.deps, event(messageOf(first)))).toEqual({ batchItemFailures: [] })
      expect(await rowsOfProfiles()).toEqual(whole)
    }
  })
})

describe('a plan of which SQS refuses some', () => {
  /** Services of a message. */
  const namedIn = (body: string): string[] => {
    const { service, others = [] } = JSON.parse(body)
    return [service, ...others.map((one: { service: string }) => one.service)]
  }
  const services = Array.from({ length: 25 }, (_, i) => `service-${i}`)

  test('is sent again for these alone', async () => {
    const { client, sent, faults } = stubbedSqs()
    for (const service of services) await stores.deps.news.mark(TENANT, service, NOW)
    let refusals = 0
    faults.refuse = (body) =>
      body.includes('service-7') && ++refusals < 3
        ? { Code: 'ServiceUnavailable', SenderFault: false }
        : undefined
    const judgeQueue = sqsJudgeQueue(client, 'https://sqs.us-east-1.amazonaws.com/123456789012/judge')
    expect(await queueTrends({ ...stores.deps, judgeQueue }, NOW)).toEqual({ services: 25 })
    expect(sent.flatMap(({ body }) => namedIn(body)).toSorted()).toEqual(services.toSorted())
  })

  test('for good fails, and the next one hours later has all of them', async () => {
    const { client, sent, faults } = stubbedSqs()
    await queueTrends({ ...stores.deps, judgeQueue: { send: async () => undefined } }, NOW - HOUR)
    for (const service of services) await stores.deps.news.mark(TENANT, service, NOW)
    faults.refuse = (body) =>
      body.includes('service-7') ? { Code: 'InvalidMessageContents', SenderFault: true } : undefined
    const judgeQueue = sqsJudgeQueue(client, 'https://sqs.us-east-1.amazonaws.com/123456789012/judge')
    await expect(queueTrends({ ...stores.deps, judgeQueue }, NOW)).rejects.toThrow('SQS refused 1')
    faults.refuse = () => undefined
    sent.length = 0
    await queueTrends({ ...stores.deps, judgeQueue }, NOW + 5 * HOUR)
    expect(sent.flatMap(({ body }) => namedIn(body)).toSorted()).toEqual(services.toSorted())
  })
})
