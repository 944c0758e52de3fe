import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Served } from '#test/support/serve.ts'
import { call, replayInto, stackWith } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const recorded = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/series/${name}`, import.meta.url))
const tabs = useTabs()
let home: string
let stack: Served
/** Addresses of a leak that v3.0.0 fixed, and of one that one of four instances has. */
let fixed: string
let inOne: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-finding-'))
  stack = await stackWith(home, recorded('checkout-releases'))
  await replayInto(stack, home, recorded('edge-cache'))
  fixed = await addressOf('checkout')
  inOne = await addressOf('edge-cache')
})
afterAll(async () => {
  await stack.stop()
  await rm(home, { recursive: true, force: true })
})

async function addressOf(service: string): Promise<string> {
  const { items } = (await (await call(stack, `/v1/findings?service=${service}`)).json()) as {
    readonly items: readonly { readonly id: string }[]
  }
  return `/s/${service}/f/${items[0]?.id.split('@')[0]}`
}

const section = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

describe('a finding that is fixed', () => {
  test('looks fixed: what fixed it, the most there was, how long it was watched, and nothing that grows', async () => {
    const { page } = await tabs.open(stack, fixed)
    await page.locator('.chart canvas').waitFor()
    expect(await page.locator('.over-banner').innerText()).toMatch(
      /^Fixed in v3\.0\.0\s+· 59 at most · watched \d+ (hours|days?) without growth$/,
    )
    expect(await page.locator('.status').innerText()).not.toContain('new')
    const figures = await page.locator('.figures').innerText()
    expect(figures).toMatch(/Without growth\s+\d+ (hours|days?)/)
    expect(figures).not.toContain('To the limit')
    await page.getByRole('heading', { name: 'Why it was called a leak' }).waitFor()
    await page.getByRole('heading', { name: 'What it was' }).waitFor()
    expect(await page.getByRole('heading', { name: 'What would make it sure' }).count()).toBe(0)
    await picture(page, 'finding-fixed')
    expect(await barriers(page)).toEqual([])
  })

  test('has the processes of the fix in its chart, and the drop marked there', async () => {
    const { page } = await tabs.open(stack, fixed)
    await page.locator('.chart canvas').waitFor()
    await page.getByText('6 processes', { exact: true }).waitFor()
    const green = await page.locator('.chart canvas').evaluate((canvas: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
      copy?.drawImage(canvas, 0, 0)
      const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] as number[] }
      let pixels = 0
      for (let i = 0; i < data.length; i += 4)
        if ((data[i + 1] ?? 0) > (data[i] ?? 0) + 40 && (data[i + 1] ?? 0) > (data[i + 2] ?? 0) + 20) pixels++
      return pixels
    })
    expect(green).toBeGreaterThan(200)
  })

  test('tells its story, the oldest first, with times in UTC', async () => {
    const { page } = await tabs.open(stack, fixed)
    const story = page.locator('.story li')
    await story.first().waitFor()
    const lines = await story.allInnerTexts()
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d\s+Began to grow, in v2\.0\.0$/)
    expect(lines.join('\n')).toContain('Fixed in v3.0.0: 59 goroutines at most, 0 now')
    expect(await section(page, 'History').innerText()).toContain('Times in UTC.')
  })
})

describe('a finding of several processes', () => {
  test('has a small picture of each, the one that leaks first, healthy ones grey', async () => {
    const { page } = await tabs.open(stack, inOne)
    const who = page.locator('.multiples li')
    await who.first().waitFor()
    expect(await section(page, 'Who').innerText()).toContain('1 of 4 processes of the last 14 days shows')
    const names = await who.locator('strong').allInnerTexts()
    expect(names[0]).toBe('edge-3')
    expect(names.slice(1).toSorted()).toEqual(['edge-1', 'edge-2', 'edge-4'])
    expect(await who.evaluateAll((all) => all.map((one) => one.className))).toEqual(['leaks', '', '', ''])
    const says = (i: number) => who.nth(i).getByRole('img').getAttribute('aria-label')
    expect(await says(0)).toMatch(/^edge-3: \d+ goroutines, \+0\.\d per hour$/)
    expect(await says(1)).toMatch(/no growth$/)
  })

  test('stands beside another one by a control whose choice is the address', async () => {
    const { page } = await tabs.open(stack, fixed)
    const compare = section(page, 'Compare')
    await compare.waitFor()
    expect(await compare.locator('thead').innerText()).toMatch(/v2\.0\.0\s+v3\.0\.0/)
    const showing = compare.getByRole('row', { name: 'show the leak' })
    expect(await showing.locator('td').allInnerTexts()).toEqual(['2 of 2', '0 of 2'])
    await compare.getByLabel('left', { exact: true }).selectOption('v1.31.0')
    await expect.poll(() => new URL(page.url()).search).toContain('left=v1.31.0')
    await expect.poll(() => showing.locator('td').allInnerTexts()).toEqual(['0 of 2', '0 of 2'])
    await compare.getByLabel('Compare', { exact: true }).selectOption('deploy')
    await compare.getByLabel('deploy of').selectOption('v2.0.0')
    await expect.poll(() => showing.locator('td').allInnerTexts()).toEqual(['0 of 2', '2 of 2'])
    await page.reload()
    await compare.waitFor()
    expect(await showing.locator('td').allInnerTexts()).toEqual(['0 of 2', '2 of 2'])
    await compare.getByRole('link', { name: 'Flame graph of what changed' }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('lies over the other one in one chart, a line a process, for whichever two are chosen', async () => {
    const { page } = await tabs.open(stack, fixed)
    const compare = section(page, 'Compare')
    const chart = compare.locator('.overlay')
    await chart.waitFor()
    expect(await chart.getByRole('img').getAttribute('aria-label')).toMatch(
      /^Goroutines since the start of each process, v2\.0\.0 beside v3\.0\.0: up to \d+ goroutines\./,
    )
    const lines = chart.locator(':scope > svg')
    expect([await lines.locator('.left').count(), await lines.locator('.right').count()]).toEqual([2, 2])
    await chart.scrollIntoViewIfNeeded()
    await picture(page, 'finding-compared')
    await compare.getByLabel('Compare', { exact: true }).selectOption('deploy')
    await expect.poll(() => lines.locator('.left').count()).toBe(4)
    expect(await chart.locator('figcaption').innerText()).toMatch(/before v3\.0\.0, 4 processes/)
    expect(await barriers(page)).toEqual([])
  })
})

describe('the chart of a finding', () => {
  const drawOver = async (page: Page) => {
    const box = await page.locator('.chart .u-over').boundingBox()
    if (box === null) throw new Error('the chart has no box')
    await page.mouse.move(box.x + box.width * 0.4, box.y + 80)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + 80, { steps: 5 })
    await page.mouse.up()
  }
  const hoursIn = (page: Page): number => {
    const { searchParams } = new URL(page.url())
    const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''))
    return ((to ?? 0) - (from ?? 0)) / 3_600_000
  }

  test('keeps what was dragged over in the address, beside what is compared, until it is taken back', async () => {
    const { page } = await tabs.open(stack, `${fixed}?compare=deploy`)
    await page.locator('.multiples li').first().waitFor()
    await page.waitForLoadState('networkidle')
    const reset = page.getByRole('button', { name: 'Reset zoom' })
    expect(await reset.count()).toBe(0)
    await drawOver(page)
    await page.waitForURL(/\?compare=deploy&from=.*&to=/)
    const hours = hoursIn(page)
    expect(hours).toBeGreaterThan(1)
    await reset.waitFor()
    await drawOver(page)
    await expect.poll(() => hoursIn(page)).toBeLessThan(hours / 2)
    await page.reload()
    await reset.click()
    await page.waitForURL(/\?compare=deploy$/)
    await reset.waitFor({ state: 'detached' })
  })

  test('shows all again after a double click', async () => {
    const { page } = await tabs.open(stack, `${fixed}?from=2026-01-01T00:00:00Z`)
    await page.locator('.chart canvas').waitFor()
    await page.getByRole('button', { name: 'Reset zoom' }).waitFor()
    await page.locator('.chart .u-over').dblclick()
    await page.waitForURL((url) => url.search === '')
  })
})

describe('the page of a finding', () => {
  test('has its parts in the order in which they are asked for', async () => {
    const { page } = await tabs.open(stack, inOne)
    await page.locator('.story li').first().waitFor()
    await page.locator('section.where').waitFor()
    const wanted = [
      'Who',
      'Compare',
      'Where',
      'What to do',
      'Why this verdict',
      'What they wait in',
      'History',
    ]
    const headings = await page.locator('main h2').allInnerTexts()
    expect(headings.filter((one) => wanted.includes(one))).toEqual(wanted)
  })

  test('says each rule in words, with its term and its figures beside the threshold', async () => {
    const { page } = await tabs.open(stack, inOne)
    const rule = page.locator('.rules li').filter({ hasText: 'never-returns' })
    await rule.waitFor()
    expect(await rule.innerText()).toMatch(
      /None leaves\s+never-returns\s+0 of \d+ goroutines that came have left \(0 %\); threshold: at most 35 %/,
    )
  })

  test('of a suspect has what would make it sure, as a command', async () => {
    const { page } = await tabs.open(stack, '/')
    await page.route(/\/v1\/findings\/[^/?]+$/, async (route) => {
      const response = await route.fetch()
      const answer = (await response.json()) as { readonly verdict: object }
      const settle = { says: 'To settle it, send 5 full dumps', command: 'curl -s x | tidemark push -' }
      const verdict = { ...answer.verdict, tier: 'suspect', settle }
      await route.fulfill({ response, json: { ...answer, tier: 'suspect', verdict } })
    })
    await page.goto(stack.url + inOne)
    const settle = section(page, 'What would make it sure')
    await settle.waitFor()
    expect(await settle.locator('pre').innerText()).toBe('curl -s x | tidemark push -')
  })

  test('names its owner, who leads to all that is theirs', async () => {
    await call(stack, '/v1/services/edge-cache', {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': '*' },
      body: JSON.stringify({ settings: { owner: '@edge' } }),
    })
    const { page } = await tabs.open(stack, inOne)
    await page.locator('.status').getByRole('link', { name: '@edge' }).click()
    await page.waitForURL(/\/\?q=owner%3A%40edge$/)
    await page.locator('.findings .row').first().waitFor()
    expect(await page.locator('.findings .row').count()).toBe(1)
  })

  test.each([
    [360, 'dark'],
    [1024, 'light'],
  ] as const)('fits into %i pixels, in %s', async (width, colorScheme) => {
    for (const [name, path] of [
      ['fixed', fixed],
      ['in-one', inOne],
    ] as const) {
      const { page } = await tabs.open(stack, path, { viewport: { width, height: 800 }, colorScheme })
      await page.locator('.chart canvas').waitFor()
      await page.locator('.multiples li').first().waitFor()
      expect(await overhang(page)).toBe(0)
      expect(await barriers(page)).toEqual([])
      await picture(page, `finding-${name}-${width}-${colorScheme}`)
    }
  })
})

test('the page of a service whose leak is fixed does not call it one, and its total has no holes', async () => {
  const { page } = await tabs.open(stack, '/s/checkout')
  await page.getByText('Nothing leaks; 1 finding does not grow.').waitFor()
  await page.locator('.chart canvas').waitFor()
  await picture(page, 'service-fixed')
})
