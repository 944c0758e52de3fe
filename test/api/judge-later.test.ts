import { expect, test } from 'vitest'
import { createApp } from '#functions/api/app.ts'
import { OutOfTime } from '#shared/history/out-of-time.ts'
import type { JudgeRequest } from '#shared/store/judge-queue.ts'
import { TENANT, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

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
    const answer = await app.request('/v1/judge?service=checkout&wait=true', { method: 'POST', headers })
    expect([answer.status, await answer.json()]).toEqual([202, { service: 'checkout', judging: true }])
    expect(queued).toEqual([{ tenant: TENANT, service: 'checkout' }])
  },
)
