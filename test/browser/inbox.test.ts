import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

interface Finding {
  readonly id: string
  readonly state: string
  readonly revision: number
}

const read = async <Answer>(path: string): Promise<Answer> =>
  (await (await call(stack, path)).json()) as Answer

/** The finding of the recorded incident. */
async function finding(): Promise<Finding> {
  const { items } = await read<{ items: readonly Finding[] }>('/v1/findings?service=shopfront')
  return read(`/v1/findings/${encodeURIComponent(items[0]?.id ?? '')}`)
}

async function reopen(): Promise<void> {
  const { id, revision } = await finding()
  const reopened = await call(stack, `/v1/findings/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    headers: { 'if-match': `"${revision}"` },
    body: JSON.stringify({ reopen: true }),
  })
  expect(reopened.status).toBe(200)
}

/** Lets the inbox have so many findings like the one there is; the API answers them a page at a time. */
async function withFindings(page: Page, many: number): Promise<void> {
  const { items } = await read<{ items: readonly Finding[] }>('/v1/findings')
  await page.route('**/v1/findings?*', (route) => {
    const query = new URL(route.request().url()).searchParams
    if (query.has('state')) return route.fulfill({ json: { items: [] } })
    const from = Number(query.get('cursor') ?? 0)
    const to = Math.min(many, from + Number(query.get('limit')))
    const like = Array.from({ length: to - from }, (_, i) => ({
      ...items[0],
      id: `${(from + i).toString(16).padStart(16, '0')}@shop-${from + i}`,
      service: `shop-${from + i}`,
    }))
    return route.fulfill({ json: to < many ? { items: like, next: String(to) } : { items: like } })
  })
  await page.reload()
  await page.locator('.findings a').first().waitFor()
}

const selected = (page: Page) => page.locator('.findings a:focus .service')

describe('in the inbox', () => {
  test.each([
    ['e', 'Resolve', 'resolved'],
    ['a', 'Archive', 'archived'],
  ])('%s on the selected row opens "%s", and what is sent leaves the list', async (key, word, state) => {
    const { page } = await tabs.open(stack)
    const dialog = page.getByRole('dialog', { name: word })
    await page.locator('.findings a').waitFor()
    await page.keyboard.press(key)
    await page.keyboard.press('j')
    expect(await dialog.count()).toBe(0)
    await page.keyboard.press(key)
    await dialog.locator('select:focus').waitFor()
    await picture(page, `inbox-${state}`)
    expect(await barriers(page)).toEqual([])
    await dialog.getByPlaceholder('Comment').fill('seen from the inbox')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Nothing leaks' }).waitFor()
    expect(await finding()).toMatchObject({ state })
    await reopen()
  })

  test('esc keeps the row as it is, and selected', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByRole('dialog', { name: 'Resolve' }).locator('select:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.findings a:focus').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('of many, the next row is selected once one is closed', async () => {
    const { page } = await tabs.open(stack)
    await withFindings(page, 3)
    const one = await finding()
    await page.route('**/v1/findings/*', (route) => {
      const id = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1) ?? '')
      const state = route.request().method() === 'PATCH' ? 'archived' : one.state
      return route.fulfill({ json: { ...one, id, state } })
    })
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.getByRole('dialog', { name: 'Archive' }).locator('select:focus').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
    await page.locator('.findings a:focus').filter({ hasText: 'shop-2' }).waitFor()
    await expect.poll(() => page.locator('.findings .row').count()).toBe(2)
  })

  test('with a token that only reads, the keys do nothing', async () => {
    const body = JSON.stringify({ name: 'inbox reader', scopes: ['read'] })
    const made = await call(stack, '/v1/tokens', { method: 'POST', body })
    const { token } = (await made.json()) as { readonly token: string }
    const { page } = await tabs.open({ ...stack, token })
    await page.locator('.findings a').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('more than 1,000 findings are a page away, and those that are known stay', async () => {
    const { page } = await tabs.open(stack)
    await withFindings(page, 1_250)
    await page.getByText('These are the 1,000 most severe.').waitFor()
    await page.getByRole('button', { name: 'More' }).click()
    await selected(page)
      .filter({ hasText: /^shop-1000$/ })
      .waitFor()
    await page.evaluate('scrollTo(0, 1e6)')
    await page.locator('.findings .row').filter({ hasText: 'shop-1249' }).waitFor()
    await page.getByRole('heading', { level: 1, name: '1,250 leaks in 1,250 services' }).waitFor()
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0)
  })

  test('a list that went on elsewhere says so, and begins again by a button', async () => {
    const { page } = await tabs.open(stack)
    await withFindings(page, 1_001)
    const lost = { reason: 'bad-parameter', detail: 'The list has no item of this cursor any more.' }
    await page.route('**/v1/findings?*cursor*', (route) => route.fulfill({ status: 400, json: lost }))
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('alert').filter({ hasText: 'no item of this cursor any more' }).waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('These are the 1,000 most severe.').waitFor()
  })

  test('at 360 pixels the line to fill in fits', async () => {
    const { page } = await tabs.open(stack, '/', { viewport: { width: 360, height: 740 } })
    await page.locator('.findings a').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.getByRole('dialog', { name: 'Archive' }).locator('select:focus').waitFor()
    expect(await overhang(page)).toBe(0)
    await picture(page, 'inbox-archive-360')
  })
})
