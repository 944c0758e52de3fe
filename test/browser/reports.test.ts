import { describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

describe('a report', () => {
  test.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)('of the last 24 hours is a button away, in %s at %i pixels', async (colorScheme, width) => {
    const { page } = await tabs.open(stack, '/reports', { colorScheme, viewport: { width, height: 900 } })
    await page.getByRole('link', { name: 'the last 24 hours' }).click()
    await page.getByRole('heading', { name: 'Report of the last 24 hours' }).waitFor()
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { name: 'Coverage' }).waitFor()
    await page.getByRole('link', { name: 'shopfront', exact: true }).waitFor()
    const row = page.locator('.reported li')
    expect(
      await row.evaluate((li) => [li.scrollHeight <= li.clientHeight, li.scrollWidth <= li.clientWidth]),
    ).toEqual([true, true])
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, `report-made-${width}-${colorScheme}`)
  })

  test('of a day that has none can be made as long as counts of it are kept', async () => {
    const { page } = await tabs.open(stack, '/reports/1999-12-31')
    await page.getByText('No report of this day is stored.').waitFor()
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('alert').filter({ hasText: 'as long as counts are kept' }).waitFor()
  })

  test('is made by those who may, and others are told whom to ask', async () => {
    const body = JSON.stringify({ name: 'reader of reports', scopes: ['read'] })
    const made = await call(stack, '/v1/tokens', { method: 'POST', body })
    const { token } = (await made.json()) as { readonly token: string }
    const { page } = await tabs.open({ ...stack, token }, '/reports/now')
    await page.getByText('A token with the scope admin can make it.').waitFor()
    expect(await page.getByRole('button', { name: 'Make it' }).count()).toBe(0)
  })
})
