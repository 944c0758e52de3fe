import { describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

const withoutRules = () =>
  call(stack, '/v1/owners', {
    method: 'PATCH',
    headers: { 'if-match': '*' },
    body: JSON.stringify({ text: '' }),
  })

describe('owners', () => {
  test('are written as rules, stand beside each finding, and can be mine', async () => {
    const { page } = await tabs.open(stack, '/settings', { viewport: { width: 1440, height: 900 } })
    const form = page.getByRole('form', { name: 'Owners' })
    await form.getByText('0 rules in force').waitFor()
    await form.getByLabel('Rules').fill('service shop nobody')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Line 1 cannot be read: nobody is no owner').waitFor()
    await form.getByLabel('Rules').fill('# the web shop\nservice shop* @shop @ada')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('1 rule in force').waitFor()
    expect(await barriers(page)).toEqual([])
    await picture(page, 'owners')
    await page.getByRole('link', { name: 'Tidemark' }).click()
    await expect.poll(() => page.locator('.findings .row .owner').innerText()).toBe('@shop @ada')
    const filter = page.getByRole('combobox', { name: 'Filter findings' })
    await filter.fill('owner:me')
    await page.getByText('No finding is like this.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('0 of 1 findings').click()
    await page.getByText('Which are mine?').click()
    await page.getByLabel('@ada').check()
    await page.locator('.findings .row').waitFor()
    await page.reload()
    await page.locator('.findings .row').waitFor()
    expect(await overhang(page)).toBe(0)
    await withoutRules()
  })
})
