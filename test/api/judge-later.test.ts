import { expect, test, vi } from 'vitest'
import type { JudgeNow } from '#functions/api/api-deps.ts'
import { createApp } from '#functions/api/app.ts'
import { tellByQueue } from '#functions/api/tell-by-queue.ts'
import { handleJudgeMessage } from '#functions/judge-service/handle-message.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeQueue, JudgeRequest } from '#shared/store/judge-queue.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, TENANT, testApi } from '#test/support/api.ts'
import { LEAKING, STEADY } from '#test/support/leak.ts'
import { dump } from '#test/support/pprof.ts'

const JUDGE = '/v1/judge?service=checkout&wait=true'
const REQUEST = { tenant: TENANT, service: 'checkout' }

test.each([true, false])(
  'a judgement that takes longer than a caller can wait is left to the queue (came further: %s)',
  async (hasMoved) => {
    const api = await testApi()
    await api.push(dump({ 'main.a < main.b': 7 }))
    const queued: JudgeRequest[] = []
    const app = createApp({
      ...api.apiDeps,
      judge: async (_, service) => {
        throw new OutOfTime(service, hasMoved)
      },
      judgeQueue: { send: async (requests) => void queued.push(...requests) },
    })
    const headers = { authorization: `Bearer ${await api.token()}` }
    const answer = await app.request(JUDGE, { method: 'POST', headers })
    expect([answer.status, await answer.json()]).toEqual([202, { service: 'checkout', judging: true }])
    expect(queued).toEqual([REQUEST])
  },
)

/** The API as on AWS, where `judge-service` alone tells, over two processes that have leaked for two days. */
async function apiThatTellsByQueue(send: JudgeQueue['send']) {
  const api = await testApi()
  const start = new Date(NOW - 48 * HOUR).toISOString()
  for (let hour = 1; hour <= 48; hour++) {
    api.clock.now = NOW - (48 - hour) * HOUR
    for (const instance of ['pod-1', 'pod-2'])
      await api.push(dump({ [LEAKING]: 5 + 12 * hour, [STEADY]: 4 }), { start, instance })
  }
  const judge: JudgeNow = (tenant, service) => judgeService(api.deps, tenant, service, 'api', NOW)
  const app = createApp({ ...api.apiDeps, judge: tellByQueue(judge, { send }) })
  const headers = { authorization: `Bearer ${await api.token()}` }
  return { ...api, judged: async () => (await app.request(JUDGE, { method: 'POST', headers })).status }
}

test('what a caller has judged is told by the run that the queue asks for', async () => {
  const queued: JudgeRequest[] = []
  const { deps, judged } = await apiThatTellsByQueue(async (requests) => void queued.push(...requests))
  expect(await judged()).toBe(200)
  expect([deps.topic.published, queued]).toEqual([[], [REQUEST]])
  const judgeQueue = { send: () => Promise.reject(new Error('nothing is asked for once more')) }
  await handleJudgeMessage({ ...deps, judgeQueue }, JSON.stringify(queued[0]), 'judge-service', NOW)
  expect(deps.topic.published.map(({ message }) => message.json.type)).toEqual(['finding.new'])
  expect(await judged()).toBe(200)
  expect(queued).toHaveLength(1)
})

test('a caller gets the judgement where the queue does not answer, and the log says that nobody is told yet', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { judged } = await apiThatTellsByQueue(() => Promise.reject(new Error('the queue does not answer')))
  expect(await judged()).toBe(200)
  expect(log.mock.calls.map(([line]) => JSON.parse(line).message)).toEqual(['what was judged is told later'])
  log.mockRestore()
})
