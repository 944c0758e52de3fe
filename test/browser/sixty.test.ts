import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { answerWith, type Finding, findingsLike } from './many-findings.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

async function one(): Promise<Finding> {
  const { items } = (await (await call(stack, '/v1/findings')).json()) as {
    readonly items: readonly Finding[]
  }
  if (items[0] === undefined) throw new Error('the stack has no finding')
  return items[0]
}

/** A tab with sixty findings in it. */
async function sixty(options: Parameters<typeof tabs.open>[2] = {}, many = 60): Promise<Page> {
  const { page } = await tabs.open(stack, '/', options)
  await answerWith(page, findingsLike(await one(), many))
  await page.locator('.findings .row').first().waitFor()
  return page
}

const services = (page: Page) => page.locator('.findings .row .service').allInnerTexts()
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter findings' })

describe('sixty findings', () => {
  test('have a line each, in sections, with what is new above', async () => {
    const page = await sixty()
    const heads = await page.locator('.findings .head').allInnerTexts()
    expect(heads.slice(0, 3)).toEqual(['New since your last visit 3', 'Regressed 3', 'Open 51'])
    const heights = await page
      .locator('.findings li')
      .evaluateAll((all) => all.map((line) => line.getBoundingClientRect().height))
    expect(new Set(heights)).toEqual(new Set([32]))
    const row = await page.locator('.findings .row').first().innerText()
    for (const part of [
      'proven',
      'payments/checkout',
      'http.Transport',
      '+900',
      '1 of 4',
      '7 h',
      '2 h',
      '@payments',
    ])
      expect(row).toContain(part)
  })

  test('are narrowed by words that the address keeps', async () => {
    const page = await sixty()
    await page.keyboard.press('f')
    await page.keyboard.type('tier:proven service:pay')
    await page.getByRole('option', { name: 'service:payments/checkout 1', exact: true }).waitFor()
    await filter(page).fill('tier:proven service:payments/* sql')
    await expect.poll(async () => new Set(await services(page))).toEqual(new Set(['payments/ledger-4']))
    expect(new URL(page.url()).searchParams.get('q')).toBe('tier:proven service:payments/* sql')
    await page.reload()
    await expect.poll(() => services(page)).toEqual(['payments/ledger-4'])
    await filter(page).fill('no such thing')
    await page.getByRole('button', { name: 'Show all 60' }).click()
    await expect.poll(() => page.locator('.findings .row').count()).toBeGreaterThan(20)
  })

  test('are narrowed by what they are, with a click', async () => {
    const page = await sixty()
    await page.getByText('Narrow by what they are').click()
    await page.getByRole('button', { name: '@search 10' }).click()
    await expect.poll(() => page.locator('.findings .row').count()).toBe(10)
    expect(await filter(page).inputValue()).toBe('owner:@search')
    expect(await barriers(page)).toEqual([])
    await picture(page, 'sixty-facets')
  })

  test('are sorted, and grouped by cause: one leak in many services is one line', async () => {
    const page = await sixty()
    await page.getByLabel('group').selectOption('cause')
    const group = page.getByRole('button', { name: /^An http.Transport per request/ })
    await group.waitFor()
    expect(await group.innerText()).toMatch(/findings in \d+ services/)
    expect(await page.locator('.findings .row').count()).toBe(0)
    await group.click()
    await expect.poll(() => page.locator('.findings .row').count()).toBeGreaterThan(5)
    await page.getByLabel('sort').selectOption('service')
    const shown = await services(page)
    expect(shown).toEqual(shown.toSorted())
    expect(new URL(page.url()).search).toBe('?group=cause&sort=service')
  })

  test('have details beside the list, by key and by click', async () => {
    const page = await sixty({ viewport: { width: 1440, height: 900 } })
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('Select a finding').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await details.getByRole('link', { name: 'payments/ledger', exact: true }).waitFor()
    await details.getByText('Open the database once.').waitFor()
    await page.locator('.findings .row .rate').nth(4).click()
    await details.getByRole('link', { name: 'media/report-api-5', exact: true }).waitFor()
    await picture(page, 'sixty')
    expect(await barriers(page)).toEqual([])
  })

  test('are all within reach of the keys, though few of them are drawn', async () => {
    const page = await sixty({}, 1_000)
    expect(await page.locator('.findings li').count()).toBeLessThan(100)
    for (let i = 0; i < 80; i++) await page.keyboard.press('j')
    const focused = page.locator('.findings a:focus')
    await focused.waitFor()
    const box = await focused.boundingBox()
    expect(box?.y).toBeGreaterThan(0)
    expect(box?.y).toBeLessThan(800)
    await page.evaluate('scrollTo(0, 1e6)')
    await page.locator('.findings .row .service').filter({ hasText: 'crm-export' }).last().waitFor()
    expect(await page.locator('.findings li').count()).toBeLessThan(100)
  })

  test('are put aside together', async () => {
    const page = await sixty()
    const known = await one()
    const changed: string[] = []
    await page.route('**/v1/findings/*', (route) => {
      const id = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1) ?? '')
      if (route.request().method() === 'PATCH') changed.push(`${id} ${route.request().postData()}`)
      const state = route.request().method() === 'PATCH' ? 'archived' : 'ongoing'
      return route.fulfill({ json: { ...known, id, revision: 3, grewIn: [], state } })
    })
    const boxes = page.getByRole('checkbox')
    for (const place of [0, 1, 2]) await boxes.nth(place).check()
    const toolbar = page.getByRole('toolbar', { name: 'What is picked' })
    await toolbar.getByText('3 findings picked').waitFor()
    await toolbar.getByRole('button', { name: 'Archive' }).click()
    await toolbar.getByRole('form', { name: 'Archive' }).locator('select').selectOption('week')
    await toolbar.getByPlaceholder('Comment').fill('known')
    await toolbar.getByRole('form', { name: 'Archive' }).getByRole('button').click()
    await expect.poll(() => changed.length).toBe(3)
    expect(changed[0]).toContain('"comment":"known"')
    await expect.poll(() => page.locator('.findings .head').first().innerText()).toBe('Regressed 3')
    expect(await toolbar.count()).toBe(0)
  })

  test('of which some cannot be changed, say so and keep them', async () => {
    const page = await sixty()
    await page.route('**/v1/findings/*', (route) =>
      route.fulfill({ status: 412, json: { reason: 'precondition-failed', detail: 'It stands at "4".' } }),
    )
    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Resolve', exact: true }).first().click()
    await page.getByRole('form', { name: 'Resolve' }).getByRole('button').click()
    await page.getByText('1 of 1 finding did not change').waitFor()
    await page.getByText('New since your last visit 3').waitFor()
  })

  test('are new until the next visit, whatever the judge calls them', async () => {
    const page = await sixty()
    await page.getByText('New since your last visit 3').waitFor()
    await page.evaluate(
      `localStorage.setItem('tidemark-visit', JSON.stringify({ since: 0, seen: Date.now() - 3_600_000 }))`,
    )
    await page.reload()
    await page.locator('.findings .row').first().waitFor()
    expect(await page.locator('.findings .head').first().innerText()).toBe('Regressed 3')
  })

  test.each([
    [360, 'light'],
    [1024, 'dark'],
    [1440, 'dark'],
  ] as const)('fit into %i pixels, in %s', async (width, colorScheme) => {
    const page = await sixty({ viewport: { width, height: 800 }, colorScheme })
    await page.keyboard.press('j')
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, `sixty-${width}-${colorScheme}`)
  })
})

test('what was resolved of late stands below, and a token that only reads picks nothing', async () => {
  const body = JSON.stringify({ name: 'reader of many', scopes: ['read'] })
  const made = await call(stack, '/v1/tokens', { method: 'POST', body })
  const { token } = (await made.json()) as { readonly token: string }
  const { page } = await tabs.open({ ...stack, token })
  const [first, second] = findingsLike(await one(), 2)
  if (first === undefined || second === undefined) throw new Error('two findings were made')
  await answerWith(page, [first], [], [{ ...second, state: 'resolved' }])
  await page.getByRole('heading', { name: 'Fixed 1' }).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
})
