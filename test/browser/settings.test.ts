import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '#test/support/receiver.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { call } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

let home: string
let stack: Served
let receiver: Receiver
const tabs = useTabs()

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-settings-'))
  receiver = await startReceiver()
  stack = await serve(home, [], { WEBHOOK_PRIVATE_TARGETS: 'allow' })
})
afterAll(async () => {
  await stack.stop()
  await receiver.close()
  await rm(home, { recursive: true, force: true })
})

const row = (page: Page, list: string, name: string) =>
  page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: name })

async function addWebhook(page: Page, name: string, kind: 'json' | 'slack' = 'json'): Promise<void> {
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await page.getByLabel('Address').fill(`http://127.0.0.1:${receiver.port}/hook`)
  await page.getByLabel('Kind').selectOption(kind)
  await page.getByLabel('Name (the host').fill(name)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await row(page, 'Webhooks', name).waitFor()
}

describe('a webhook', () => {
  test('is added, its secret shown once, and a test of it arrives and is listed', async () => {
    const { page } = await tabs.open(stack)
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('Nobody is told yet.').waitFor()
    await addWebhook(page, 'on call')
    const secret = page.getByRole('region', { name: 'Secret of on call' })
    await expect.poll(() => secret.locator('pre').innerText()).toMatch(/^whsec_/)
    await picture(page, 'settings-secret')
    await secret.getByRole('button', { name: 'I have it' }).click()
    await expect.poll(() => page.locator('body').innerText()).not.toContain('whsec_')

    const added = row(page, 'Webhooks', 'on call')
    await added.getByRole('button', { name: 'Test on call' }).click()
    await added.getByText('Delivered, answered 200.').waitFor()
    expect(
      receiver.received.map(({ path, body }) => [path, (JSON.parse(body) as { type: string }).type]),
    ).toEqual([['/hook', 'test']])
    await added.getByRole('button', { name: 'Deliveries to on call' }).click()
    await added.getByRole('row', { name: /test.*Delivered, answered 200/ }).waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'settings-webhook')
  })

  test('for PagerDuty asks for its key, shows no secret, and hides the key', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await page.getByLabel('Address').fill(`http://127.0.0.1:${receiver.port}/v2/enqueue`)
    await page.getByLabel('Kind').selectOption('pagerduty')
    await page.getByLabel('Integration key').fill('R0UT1NGK3Y')
    await page.getByLabel('Name (the host').fill('pager')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const added = row(page, 'Webhooks', 'pager')
    await added.getByText('PagerDuty, all services').waitFor()
    expect(await page.getByRole('region', { name: 'Secret of pager' }).count()).toBe(0)
    expect(await page.content()).not.toContain('R0UT1NGK3Y')
    await added.getByRole('button', { name: 'Test pager' }).click()
    await added.getByText('Delivered, answered 200.').waitFor()
    expect(receiver.received.at(-1)?.body).toContain('R0UT1NGK3Y')
  })

  test('that refuses says so, and what to do', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await addWebhook(page, 'chat', 'slack')
    receiver.answers.push(410)
    const added = row(page, 'Webhooks', 'chat')
    await added.getByRole('button', { name: 'Test chat' }).click()
    await added.getByText('Not delivered: It answered 410').waitFor()
    await added.getByText('Look whether the address is right').waitFor()
    expect(receiver.received.at(-1)?.body).toContain('"text"')
  })

  test('is deleted once that is meant', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await addWebhook(page, 'old pager')
    const added = row(page, 'Webhooks', 'old pager')
    await added.getByRole('button', { name: 'Delete old pager' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click()
    await expect.poll(() => added.count()).toBe(1)
    await added.getByRole('button', { name: 'Delete old pager' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await added.waitFor({ state: 'detached' })
    await expect
      .poll(() => page.getByRole('button', { name: 'Add a webhook' }).evaluate(isFocused))
      .toBe(true)
  })

  test('with an address that is none is a sentence', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await page.getByLabel('Address').fill('ftp://127.0.0.1/hook')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'http' }).waitFor()
  })
})

describe('a token', () => {
  test('is made with bounds, copied once, works, and is revoked after a question', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.getByRole('form', { name: 'New token' }).getByLabel('Name').fill('shop agent')
    await page.getByLabel('Only services that begin with').fill('shop/')
    await page.getByLabel('Days it lasts').fill('30')
    await page.getByLabel('read:').check()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'settings-new-token')
    await page.getByRole('button', { name: 'Make', exact: true }).click()
    const made = page.getByRole('region', { name: 'Token shop agent' })
    await made.getByRole('button', { name: 'Copy' }).click()
    await made.getByText('Copied').waitFor()
    const token = await page.evaluate(() => navigator.clipboard.readText())
    expect((await call({ ...stack, token }, '/v1/services')).status).toBe(200)
    expect((await call({ ...stack, token }, '/v1/tokens')).status).toBe(403)

    const listed = row(page, 'Tokens', 'shop agent')
    await expect
      .poll(() => listed.innerText())
      .toMatch(/push, read for services that begin with shop\/.*expires in 30 days/)
    await made.getByRole('button', { name: 'I have it' }).click()
    await expect.poll(() => page.locator('body').innerText()).not.toContain(token)
    await listed.getByRole('button', { name: 'Revoke shop agent' }).click()
    await picture(page, 'settings-revoke')
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await listed.waitFor({ state: 'detached' })
    const { items } = (await stack.read('/v1/tokens')) as { items: readonly { readonly name: string }[] }
    expect(items.map(({ name }) => name)).not.toContain('shop agent')
  })

  test('that is the last of its kind stays, with what to do first', async () => {
    const { page } = await tabs.open(stack, '/settings')
    await page.getByRole('button', { name: 'Revoke first start' }).click()
    await page.getByText('This page is logged in with a token of this name.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: 'Make another one with the scope admin first.' })
      .waitFor()
  })

  test('that only reads is told which one to take, and finds no link to the settings', async () => {
    const body = JSON.stringify({ name: 'reader', scopes: ['read'] })
    const made = (await (await stack.send('/v1/tokens', { method: 'POST', body })).json()) as {
      token: string
    }
    const { page } = await tabs.open({ ...stack, token: made.token }, '/settings')
    await page.getByRole('alert').filter({ hasText: 'Log in with a token that allows it.' }).waitFor()
    await expect.poll(() => page.getByRole('alert').count()).toBe(1)
    expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0)
  })
})

test('the settings need no mouse', async () => {
  const { page } = await tabs.open(stack, '/settings')
  await page.getByRole('button', { name: 'Make a token' }).press('Enter')
  await page.locator('form.make input[name=name]:focus').waitFor()
  await page.keyboard.type('by keys')
  await page.keyboard.press('Enter')
  const once = page.getByRole('region', { name: 'Token by keys' })
  await expect.poll(() => once.evaluate(isFocused)).toBe(true)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.getByRole('button', { name: 'Make a token' }).evaluate(isFocused)).toBe(true)
  await page.getByRole('button', { name: 'Revoke by keys' }).press('Enter')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await expect.poll(() => page.getByRole('button', { name: 'Revoke by keys' }).count()).toBe(1)
})

test('at 360 pixels in the dark everything scrolls one way', async () => {
  const tab = await tabs.open(stack, '/settings', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  })
  const { page } = tab
  await addWebhook(page, `a name as long as ${'it may be '.repeat(8)}`.trim())
  await page.getByRole('button', { name: /^Deliveries to on call/ }).click()
  await page.getByRole('row', { name: /test/ }).waitFor()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await page.getByRole('button', { name: 'Make a token' }).click()
  expect(await overhang(page)).toBe(0)
  expect(await barriers(page)).toEqual([])
  await page.screenshot({ path: 'artifacts/settings-dark-360.png', fullPage: true })
})

const isFocused = (element: Element): boolean => element === document.activeElement
