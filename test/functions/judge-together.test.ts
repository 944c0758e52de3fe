import { expect, test, vi } from 'vitest'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const SERVICES = ['cart', 'checkout', 'search', 'users']
const LATER = NOW + 10 * MINUTE
const judgedTogether = (plannedAt: number): string => {
  const [first, ...others] = SERVICES.map((service) => ({ tenant: TENANT, service }))
  return JSON.stringify({ ...first, plannedAt, others })
}

/** Services with a profile each that were judged once, so that their size is known. */
async function judgedOnce() {
  const api = await testApi()
  const asked: JudgeRequest[] = []
  const judgeQueue = { send: async (requests: readonly JudgeRequest[]) => void asked.push(...requests) }
  const deps = { ...api.deps, judgeQueue }
  for (const service of SERVICES) {
    await api.push(dump({ 'main.a < main.b': 7 }), { service })
    await handleJudgeMessage(deps, JSON.stringify({ tenant: TENANT, service }), 'first', NOW)
  }
  const judgedAt = async (): Promise<(number | undefined)[]> =>
    Promise.all(SERVICES.map(async (service) => (await deps.ledger.read(TENANT, service)).cursor?.judgedAt))
  return { deps, asked, judgedAt }
}

test('small services of one plan are judged in one run', async () => {
  const { deps, asked, judgedAt } = await judgedOnce()
  await handleJudgeMessage(deps, judgedTogether(LATER), 'run', LATER)
  expect(await judgedAt()).toEqual(SERVICES.map(() => LATER))
  expect(asked).toEqual([])
})

test('those that were judged since the plan are left out', async () => {
  const { deps, judgedAt } = await judgedOnce()
  const cart = { tenant: TENANT, service: 'cart' }
  await handleJudgeMessage(deps, JSON.stringify(cart), 'another', LATER + MINUTE)
  await handleJudgeMessage(deps, judgedTogether(LATER), 'run', LATER + 2 * MINUTE)
  const last = LATER + 2 * MINUTE
  expect(await judgedAt()).toEqual([LATER + MINUTE, last, last, last])
})

test('one that fails stops no other, and gets a message of its own', async () => {
  const { deps, asked, judgedAt } = await judgedOnce()
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const ledger = {
    ...deps.ledger,
    read: (tenant: string, service: string) =>
      service === 'search'
        ? Promise.reject(new Error('its row is damaged'))
        : deps.ledger.read(tenant, service),
  }
  await handleJudgeMessage({ ...deps, ledger }, judgedTogether(LATER), 'run', LATER)
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)))
  log.mockRestore()
  expect(lines).toMatchObject([{ service: 'search', causes: ['Error: its row is damaged'] }])
  expect(await judgedAt()).toEqual([LATER, LATER, NOW, LATER])
  expect(asked).toEqual([{ tenant: TENANT, service: 'search', plannedAt: LATER, hops: 1 }])
  await handleJudgeMessage(deps, JSON.stringify(asked[0]), 'its own', LATER + MINUTE)
  expect(await judgedAt()).toEqual([LATER, LATER, LATER + MINUTE, LATER])
})

test.each([
  ['large', { processes: 67, goroutines: 1 }, 60],
  ['of an unknown size', undefined, undefined],
])('one that is %s gets a message of its own', async (_, running, watched) => {
  const { deps, asked, judgedAt } = await judgedOnce()
  const directory = {
    ...deps.directory,
    service: async (tenant: string, service: string) => {
      const known = await deps.directory.service(tenant, service)
      return known && service === 'users' ? { ...known, running, watched } : known
    },
  }
  await handleJudgeMessage({ ...deps, directory }, judgedTogether(LATER), 'run', LATER)
  expect(await judgedAt()).toEqual([LATER, LATER, LATER, NOW])
  expect(asked).toEqual([{ tenant: TENANT, service: 'users', plannedAt: LATER, hops: 1 }])
})

test('what finds no time, or comes again after a run that was killed, gets messages of its own', async () => {
  const { deps, asked, judgedAt } = await judgedOnce()
  // Half of its time is over once the first has begun.
  const left = [180_000, 180_000]
  const time = { remaining: () => left.shift() ?? 80_000, clock: () => LATER }
  await handleJudgeMessage(deps, judgedTogether(LATER), 'run', LATER + 1, time)
  const apart = SERVICES.slice(1)
  expect(await judgedAt()).toEqual([LATER + 1, NOW, NOW, NOW])
  expect(asked.map(({ service }) => service)).toEqual(apart)
  asked.length = 0
  await handleJudgeMessage(deps, judgedTogether(LATER), 'run', LATER + 18 * MINUTE)
  expect(asked.map(({ service }) => service).toSorted()).toEqual(apart)
})

test('where no message can be sent, all come again', async () => {
  const { deps } = await judgedOnce()
  const judgeQueue = { send: () => Promise.reject(new Error('the queue does not answer')) }
  const old = judgedTogether(LATER - 20 * MINUTE)
  const directory = { ...deps.directory, service: async () => undefined }
  await expect(handleJudgeMessage({ ...deps, judgeQueue, directory }, old, 'run', LATER)).rejects.toThrow(
    'the queue does not answer',
  )
})
