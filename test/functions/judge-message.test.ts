import { expect, test } from 'vitest'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const message = JSON.stringify({ tenant: TENANT, service: 'checkout' })

async function pushed() {
  const api = await testApi()
  await api.push(dump({ 'main.a < main.b': 7 }))
  const judgedAt = async () => (await api.deps.ledger.read(TENANT, 'checkout')).cursor?.judgedAt
  const judgeQueue = { send: () => Promise.reject(new Error('nothing is asked for once more')) }
  return { deps: { ...api.deps, judgeQueue }, judgedAt }
}

test('a message has its service judged', async () => {
  const { deps, judgedAt } = await pushed()
  await handleJudgeMessage(deps, message, 'run-1', NOW)
  expect(await judgedAt()).toBe(NOW)
})

test('a message of a plan is dropped where its service was judged since, and by no clock that was ahead', async () => {
  const { deps, judgedAt } = await pushed()
  const planned = (plannedAt: number) => JSON.stringify({ tenant: TENANT, service: 'checkout', plannedAt })
  await handleJudgeMessage(deps, planned(NOW), 'run-1', NOW + MINUTE)
  expect(await judgedAt()).toBe(NOW + MINUTE)
  await handleJudgeMessage(deps, planned(NOW), 'run-2', NOW + 2 * MINUTE)
  expect(await judgedAt()).toBe(NOW + MINUTE)
  await handleJudgeMessage(deps, planned(NOW + 2 * MINUTE), 'run-3', NOW + 3 * MINUTE)
  expect(await judgedAt()).toBe(NOW + 3 * MINUTE)
  await handleJudgeMessage(deps, planned(NOW), 'run-4', NOW + 2 * MINUTE)
  expect(await judgedAt()).toBe(NOW + 2 * MINUTE)
})

test('a message that was continued too often is an error that says so', async () => {
  const { deps } = await pushed()
  const body = JSON.stringify({ tenant: TENANT, service: 'checkout', hops: 1_001 })
  await expect(handleJudgeMessage(deps, body, 'run-1', NOW)).rejects.toThrow(
    'the judge of checkout was continued 1001 times, 1000 are the most',
  )
})

test('a service that another run judges is left to it', async () => {
  const { deps, judgedAt } = await pushed()
  await deps.ledger.lease(TENANT, 'checkout', 'another', NOW + MINUTE, NOW)
  await handleJudgeMessage(deps, message, 'run-2', NOW)
  expect(await judgedAt()).toBeUndefined()
})

test('a run that fails leaves its message in the queue', async () => {
  const { deps } = await pushed()
  const broken = { ...deps, snapshots: { ...deps.snapshots, range: () => failing() } }
  await expect(handleJudgeMessage(broken, message, 'run-3', NOW)).rejects.toThrow('the table does not answer')
})

test.each(['', '{', '[]', '{"tenant":"acme"}', '{"tenant":"acme","service":7}'])(
  'a message that is none is an error: %j',
  async (body) => {
    const { deps } = await pushed()
    await expect(handleJudgeMessage(deps, body, 'run-4', NOW)).rejects.toThrow()
  },
)

// biome-ignore lint/correctness/useYield: a query whose first page fails
async function* failing(): AsyncGenerator<never> {
  throw new Error('the table does not answer')
}
