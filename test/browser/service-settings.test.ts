import { expect, inject, test } from 'vitest'
import { barriers, overhang } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

test('the settings of a service are a form, which says what is wrong and shows what it saved', async () => {
  const { page } = await tabs.open(stack, '/s/shopfront', { viewport: { width: 360, height: 740 } })
  await page.getByRole('button', { name: 'Change settings' }).click()
  const form = page.getByRole('form', { name: 'Change settings' })
  await form.getByLabel('Days that the judge looks back').fill('2000')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('The judge cannot look back 2000 days').waitFor()
  expect(await barriers(page)).toEqual([])
  expect(await overhang(page)).toBe(0)
  await form.getByLabel('Days that the judge looks back').fill('14')
  await form.getByLabel('Ask for full dumps').fill('5000')
  await form.getByLabel('Owner').fill('@shop')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('up to 5,000 goroutines').waitFor()
  expect(await form.count()).toBe(0)
  await page.locator('.figures').getByText('@shop').waitFor()
  await page.getByRole('button', { name: 'Change settings' }).click()
  await form.getByLabel('Owner').fill('')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.locator('.figures').getByText('@shop').waitFor({ state: 'detached' })
})
