import { describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

/** `1,494` is one number. */
const numbersIn = (text: string): number[] =>
  (text.match(/\d[\d,]*/g) ?? []).map((digits) => Number(digits.replaceAll(',', '')))

describe('whoever opens the page after the demo', () => {
  test('finds the counter, the note of the chart and the headline at one', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').first().click()
    const note = page.locator('.chart .legend span').filter({ hasText: 'in the first of 2 stacks' })
    await note.waitFor()
    const [first = 0] = numbersIn(await note.innerText())
    const [goroutines = 0] = numbersIn(await page.locator('.figures dd').first().innerText())
    const lead = await page.locator('.lead').innerText()
    expect(numbersIn(lead)).toContain(goroutines)
    expect(goroutines).toBe(2 * first)
    await page.keyboard.press('t')
    const last = page.locator('.chart tbody td').last()
    await expect.poll(async () => numbersIn(await last.innerText())).toEqual([first])
  })

  test('reads what leaks, since when and what to do', async () => {
    const tab = await tabs.open(stack)
    await tab.page.getByRole('heading', { level: 1, name: '1 leak in shopfront' }).waitFor()
    const row = await tab.page.locator('.findings .row').first().innerText()
    for (const part of ['probable', 'shopfront', 'An http.Transport per request', '5 d'])
      expect(row).toContain(part)
    expect(row).toMatch(/\+\d+\s+per hour/)
    await tab.page.keyboard.press('j')
    const details = await tab.page.getByRole('complementary', { name: 'Details' }).innerText()
    for (const part of ['Fix: Build one http.Client and share it', '5 days ago in 2026.9.1'])
      expect(details).toContain(part)
    await picture(tab.page, 'inbox')
  })

  test('is logged in by an address that keeps nothing of the token', async () => {
    const tab = await tabs.open(stack)
    expect(tab.page.url()).toBe(`${stack.url}/`)
    const [cookie] = await tab.page.context().cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(await tab.page.evaluate(() => document.cookie)).toBe('')
    await tab.page.reload()
    await tab.page.locator('.findings').waitFor()
  })

  test('sees the finding as a chart, its rules, its fix, its stack and its evidence', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').click()
    await page.locator('.chart canvas').waitFor()
    expect(page.url()).toContain('/s/shopfront/f/')
    await expect.poll(() => page.title()).toContain('shopfront: An http.Transport per request')
    await expect.poll(() => page.locator('.rules li').count()).toBeGreaterThan(8)
    for (const text of [
      'persistConn).readLoop',
      'IdleConnTimeout: 90',
      'go tool pprof -diff_base',
      '127.0.0.11:80',
    ])
      await expect.poll(() => page.locator('main').innerText()).toContain(text)
    await picture(page, 'finding')
  })

  test('puts it aside, finds it so after a reload, and takes it back', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').click()
    await page.getByRole('button', { name: 'Archive' }).click()
    await page.getByPlaceholder('Comment').fill('known since Monday')
    await page.locator('form.act button[type=submit]').click()
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    await page.reload()
    await page.getByText('known since Monday').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('heading', { name: 'Nothing leaks' }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Reopen' }).click()
    await page.getByRole('button', { name: 'Archive' }).waitFor()
  })

  test('has the focus on the row that a key selects, however fast the next key comes', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').waitFor()
    // Timers run before the next frame is painted.
    const isThere = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
          setTimeout(() => resolve(document.activeElement?.matches('.findings a') === true), 0)
        }),
    )
    expect(isThere).toBe(true)
  })

  test('needs no mouse', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('.chart canvas').waitFor()
    await page.keyboard.press('t')
    await page.getByRole('columnheader', { name: 'least' }).waitFor()
    await page.getByRole('button', { name: 'Resolve' }).waitFor()
    await page.keyboard.press('e')
    await page.getByRole('form', { name: 'Resolve' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  })

  test('with a token that only reads finds no button that changes anything', async () => {
    const body = JSON.stringify({ name: 'reader', scopes: ['read'] })
    const made = await call(stack, '/v1/tokens', { method: 'POST', body })
    const { token } = (await made.json()) as { readonly token: string }
    const { page } = await tabs.open({ ...stack, token })
    await page.locator('.findings a').click()
    await page.locator('.chart canvas').waitFor()
    for (const name of ['Resolve', 'Archive', 'Assign'])
      expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
    await page.keyboard.press('e')
    expect(await page.locator('form.act').count()).toBe(0)
  })

  test('keeps the colours that were chosen', async () => {
    const { page } = await tabs.open(stack, '/', { colorScheme: 'light' })
    const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await back()
    await page.getByRole('button', { name: 'Colours: system' }).click()
    expect(await back()).toBe(light)
    await page.getByRole('button', { name: 'Colours: light' }).click()
    const dark = await back()
    expect(dark).not.toBe(light)
    await page.reload()
    await page.locator('.findings').waitFor()
    expect(await back()).toBe(dark)
  })
})

describe('whoever is not logged in', () => {
  test('is told where the token is, and comes to the address that was asked for', async () => {
    const { page } = await tabs.blank()
    await page.goto(`${stack.url}/s/shopfront`)
    await page.getByRole('heading', { name: 'Log in with a token' }).waitFor()
    await expect.poll(() => page.locator('main').innerText()).toContain('.tidemark/admin-token')
    await page.getByLabel('Token').fill('tdm_local_wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('does not know this token').waitFor()
    await page.getByLabel('Token').fill(stack.token)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Log out' }).waitFor()
    expect(page.url()).toBe(`${stack.url}/s/shopfront`)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'Log in with a token' }).waitFor()
    expect(await page.context().cookies()).toEqual([])
  })
})
