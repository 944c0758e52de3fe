import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

describe('a search', () => {
  test('by keyboard alone leads from anywhere to a service', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('shopf')
    const options = page.getByRole('listbox', { name: 'Found' }).getByRole('option')
    await options.first().waitFor()
    await expect.poll(() => options.first().innerText()).toContain('finding')
    const service = options.filter({ hasText: 'service' })
    await service.waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'search-field')
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('ArrowDown')
      if ((await service.getAttribute('aria-selected')) === 'true') break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL('**/s/shopfront')
    await page.getByRole('heading', { name: 'shopfront', exact: true }).waitFor()
    await options.first().waitFor({ state: 'hidden' })
  })

  test('with Enter shows all of it at an address of its own', async () => {
    const { page } = await tabs.open(stack)
    await page.keyboard.press('/')
    await page.keyboard.type('readloop')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/search?q=readloop')
    await page.locator('.hits a').first().waitFor()
    await expect.poll(() => page.locator('.hits').innerText()).toContain('net/http.(*persistConn).readLoop')
    await expect.poll(() => page.title()).toContain('readloop')
    expect(await barriers(page)).toEqual([])
    expect(await overhang(page)).toBe(0)
    await picture(page, 'search')
  })

  test('Escape leaves the field, and keys mean the page again', async () => {
    const { page } = await tabs.open(stack)
    await page.keyboard.press('/')
    await page.keyboard.type('shop')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('option').first().waitFor({ state: 'hidden' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  })

  test('for what is nowhere says what was searched', async () => {
    const { page } = await tabs.open(stack, '/search?q=%3Cscript%3Enowhere')
    await page.getByText('Nothing has this in its name').waitFor()
    expect(await page.locator('main script').count()).toBe(0)
  })
})
