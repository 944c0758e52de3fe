import { expect, test } from 'vitest'
import { createApp } from '#functions/api/app.ts'
import { type TestApi, testApi } from '#test/support/api.ts'

const answer = async (app: TestApi['app'], path: string) => {
  const response = await app.request(path)
  return [response.status, await response.json()]
}

test('a process whose table answers is healthy and ready', async () => {
  const { app } = await testApi()
  expect(await answer(app, '/healthz')).toEqual([200, { status: 'ok' }])
  expect(await answer(app, '/readyz')).toEqual([200, { status: 'ok' }])
})

test('a process whose table does not answer is healthy and not ready, until it does', async () => {
  const { app, rows } = await testApi()
  rows.fails = () => true
  expect(await answer(app, '/healthz')).toEqual([200, { status: 'ok' }])
  expect(await answer(app, '/readyz')).toEqual([503, { status: 'the table does not answer' }])
  rows.fails = () => false
  expect(await answer(app, '/readyz')).toEqual([200, { status: 'ok' }])
})

test('a process that cannot store what is pushed says why it is not ready', async () => {
  const { apiDeps } = await testApi()
  let trouble: string | undefined = 'the disk is full'
  const app = createApp({ ...apiDeps, trouble: () => trouble })
  expect(await answer(app, '/readyz')).toEqual([503, { status: 'the disk is full' }])
  trouble = undefined
  expect(await answer(app, '/readyz')).toEqual([200, { status: 'ok' }])
})
