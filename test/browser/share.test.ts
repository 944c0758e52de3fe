import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

describe('whoever takes a finding to those who mend it', () => {
  test('copies it as Markdown, with what the page says', async () => {
    const { page } = await tabs.open(stack, '/', { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.locator('.findings a').first().click()
    const lead = await page.locator('.lead').innerText()
    await page.getByText('Share', { exact: true }).click()
    await page.getByRole('button', { name: 'Copy as Markdown' }).click()
    await page.getByRole('button', { name: 'Copied as Markdown' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replaceAll('\\', '')).toContain(lead.replace(/\.$/, ''))
    expect(copied).toContain(`[Open in Tidemark](${page.url()})`)
    expect(await barriers(page)).toEqual([])
  })

  test('prints it without what is pressed', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').first().click()
    await page.locator('.chart canvas').waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 794, height: 1123 })
    expect(await page.locator('header.top').isVisible()).toBe(false)
    expect(await page.locator('.share').isVisible()).toBe(false)
    expect(await page.locator('.lead').isVisible()).toBe(true)
    expect(await overhang(page)).toBe(0)
    await picture(page, 'print')
  })

  test('prints it on one page of A4, with its address', async () => {
    const { page } = await tabs.open(stack, '/', { viewport: { width: 1024, height: 800 } })
    await page.locator('.findings a').first().click()
    await page.locator('.chart canvas').waitFor()
    await page.locator('section.where').waitFor()
    await page.waitForLoadState('networkidle')
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
    await page.emulateMedia({ media: 'print' })
    for (const text of [page.url(), 'What to do', 'persistConn).readLoop'])
      expect(await page.locator('main').innerText()).toContain(text)
  })
})

test('a finding names the line that its goroutines are blocked at, and the frames their lines', async () => {
  const { page } = await tabs.open(stack)
  await page.locator('.findings a').first().click()
  const where = page.locator('section.where')
  await where.waitFor()
  expect(await where.innerText()).toMatch(/Blocked at\s+\S+\.go:\d+/)
  expect(await page.locator('.frames .place').first().textContent()).toMatch(/^\w+\.go:\d+$/)
})
