import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

/** A section by its heading. */
const section = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** Lets the service have so many processes; the API answers them a page at a time. */
async function withProcesses(page: Page, many: number): Promise<void> {
  await page.route('**/v1/services/shopfront/processes?*', (route) => {
    const query = new URL(route.request().url()).searchParams
    const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))]
    const to = Math.min(many, from + limit)
    const at = new Date().toISOString()
    const items = Array.from({ length: to - from }, (_, i) => ({
      id: `pod-${from + i}@unmarked`,
      instance: `pod-${from + i}`,
      startedAt: at,
      version: 'v1',
      buildId: null,
      labels: {},
      firstSeen: at,
      lastSeen: at,
      goroutines: i,
    }))
    return route.fulfill({ json: to < many ? { items, next: String(to) } : { items } })
  })
}

describe('the page of a service', () => {
  test('shows what it holds, its stacks, processes, releases and coverage', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront')
    await page.locator('.chart canvas').waitFor()
    const first = await section(page, 'Stacks').locator('tbody tr').first().innerText()
    expect(first).toContain('net/http.(*persistConn)')
    expect(first).toMatch(/\+\d+ per hour/)
    await expect.poll(() => section(page, 'Releases').innerText()).toContain('2026.9.1')
    const quiet = section(page, 'Watched and quiet')
    await quiet.locator('summary').first().waitFor()
    expect(await quiet.locator('li:visible').count()).toBe(0)
    await quiet.locator('summary').first().click()
    await quiet.locator('li').first().waitFor()
    await expect
      .poll(() => quiet.locator('p').first().innerText())
      .toMatch(/^\d+ stacks are watched: \d+ may leak(?:, \d+ [a-z-]+)+\.$/)
    await section(page, 'Coverage').waitFor()
    await expect.poll(() => section(page, 'Settings').innerText()).toContain('65,536 descriptors')
    await expect
      .poll(() => page.locator('.copied pre').innerText())
      .toContain('/v1/services/shopfront/merge.pb.gz')
    await page.getByRole('link', { name: 'An http.Transport per request' }).waitFor()
    await picture(page, 'service')
    expect(await barriers(page)).toEqual([])
  })

  test('begins with how it stands, who owns it and what runs, before its findings', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront')
    await page
      .locator('.lead')
      .filter({ hasText: /^1 leak(s| and \d+ suspects?)?\.$/ })
      .waitFor()
    const figures = page.locator('.figures')
    await expect.poll(() => figures.innerText()).toMatch(/Newest version\s+2026\.9\.1/)
    await expect.poll(() => figures.innerText()).toMatch(/Last profile\s+(just now|\d+ minutes? ago)/)
    await page.getByRole('link', { name: 'An http.Transport per request' }).waitFor()
    const headings = await page.locator('main h2').allInnerTexts()
    expect(headings.slice(0, 3)).toEqual(['Findings', 'Goroutines in all', 'Stacks'])
  })

  test('has its range of time in the address: dragged over, shared, and taken back', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront')
    await page.locator('.chart canvas').waitFor()
    // What comes in above the chart moves it.
    await page.getByRole('link', { name: 'An http.Transport per request' }).waitFor()
    await page.waitForLoadState('networkidle')
    const box = (await page.locator('.chart .u-over').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.move(box.x + box.width * 0.4, box.y + 80)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + 80, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL(/\/s\/shopfront\?from=.*&to=/)
    const { searchParams } = new URL(page.url())
    const hours =
      (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 3_600_000
    expect(hours).toBeGreaterThan(12)
    expect(hours).toBeLessThan(48)
    const bar = page.locator('.range')
    await expect.poll(() => bar.innerText()).toMatch(/\d\d:\d\d to \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
    await page.reload()
    await bar.getByRole('button', { name: 'Reset' }).click()
    await page.waitForURL('**/s/shopfront')
    await bar.getByText('Drag over the chart to look closer.').waitFor()
    await bar.getByRole('button', { name: '24 h' }).click()
    await page.waitForURL(/\?from=[^&]*$/)
    expect(await barriers(page)).toEqual([])
  })

  test('has stacks of one name together, told apart, and hides those without goroutines', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    const stackOf = (id: number, last: string, count: number) => ({
      id: String(id).padStart(16, '0'),
      frames: ['runtime.gopark', last, 'main.(*pool).work'],
      entry: 'main.(*pool).work',
      ownCode: 'main.(*pool).work',
      creator: null,
      count,
      lowWater: count,
      perHour: 0,
      levels: [1, 2, count],
      states: {},
      firstSeen: { service: 'shopfront', at: new Date().toISOString() },
    })
    const items = [stackOf(1, 'net/http.read', 9), stackOf(2, 'net/http.write', 4), stackOf(3, 'os.read', 0)]
    await page.route('**/v1/services/shopfront/signatures?*', (route) => route.fulfill({ json: { items } }))
    await page.goto(`${stack.url}/s/shopfront`)
    const stacks = section(page, 'Stacks')
    await stacks.locator('tbody tr').first().waitFor()
    const rows = await stacks.locator('tbody tr').allInnerTexts()
    expect(rows.map((row) => row.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'main.(*pool).work 2 stacks 13 13 –',
      'net/http.read 9 9 –',
      'net/http.write 4 4 –',
    ])
    await stacks.getByText('1 idle').click()
    await stacks.getByRole('link', { name: 'main.(*pool).work' }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('sorts stacks by an address, and leads to how one of them went', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront')
    await page.getByRole('button', { name: 'by count' }).click()
    await page.waitForURL('**/s/shopfront?sort=count')
    await section(page, 'Stacks').locator('tbody a').first().click()
    await page.waitForURL(/\?sort=count&signature=[0-9a-f]{16}$/)
    await page.locator('.chart canvas').waitFor()
    await expect.poll(() => page.locator('.frames li').count()).toBeGreaterThan(0)
    await page.goBack()
    await section(page, 'Stacks').waitFor()
  })

  test('with 10,000 processes shows 50, and every other one is a page away', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    await withProcesses(page, 10_000)
    await page.goto(`${stack.url}/s/shopfront`)
    const rows = section(page, 'Processes').locator('tbody tr')
    await rows.first().waitFor()
    await expect.poll(() => rows.count()).toBe(50)
    const pager = page.getByRole('navigation', { name: 'Pages of processes' })
    await pager.getByRole('button', { name: 'More' }).click()
    await page.getByText('51 to 100').waitFor()
    await expect.poll(() => rows.count()).toBe(50)
    await expect.poll(() => rows.first().innerText()).toContain('pod-50')
    await pager.getByRole('button', { name: 'Back' }).click()
    await page.getByText('1 to 50').waitFor()
  })

  test('with none says how to connect one', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    await withProcesses(page, 0)
    const nothing = { count: 0, newest: [] }
    await page.route('**/v1/services/shopfront/total', (route) =>
      route.fulfill({
        json: { stepSeconds: 3600, points: [], versions: [], restarts: nothing, gaps: nothing },
      }),
    )
    await page.route('**/v1/services/shopfront/signatures?*', (route) =>
      route.fulfill({ json: { items: [] } }),
    )
    await page.goto(`${stack.url}/s/shopfront`)
    await page.getByText('No process of it has sent a profile yet.').waitFor()
    await page.getByText('No profile came in within the last 14 days.').waitFor()
    await page.getByText('No stack was seen in this time.').waitFor()
    await page.getByText('Nothing was heard of it in this time.').waitFor()
  })

  test('is usable in the dark and at 360 pixels', async () => {
    const tab = await tabs.open(stack, '/s/shopfront', {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    })
    const { page } = tab
    await page.locator('.chart canvas').waitFor()
    await section(page, 'Stacks').locator('tbody tr').first().waitFor()
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, 'service-dark-360')
  })

  test('that nobody knows is a sentence', async () => {
    const tab = await tabs.open(stack, '/s/nobody')
    await tab.page.getByRole('alert').filter({ hasText: 'No profile of this service was received' }).waitFor()
  })
})
