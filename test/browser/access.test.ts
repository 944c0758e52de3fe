import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { address } from '#ui/router.ts'
import { call } from './leaking-stack.ts'
import { barriers, openAt, openBrowser, openTab, overhang, picture } from './open-page.ts'

const stack = inject('stack')
let browser: Browser
let paths: Readonly<Record<string, string>>

beforeAll(async () => {
  browser = await openBrowser()
  const { items } = (await (await call(stack, '/v1/findings?service=shopfront')).json()) as {
    items: readonly { readonly id: string }[]
  }
  paths = {
    inbox: '/',
    finding: address.finding('shopfront', items[0]?.id ?? ''),
    service: '/s/shopfront',
    flame: '/s/shopfront/flame',
    analyze: '/analyze',
    search: '/search?q=http',
    settings: '/settings',
    reports: '/reports',
    report: `/reports/${yesterday()}`,
    nowhere: '/s/shopfront/f/0000000000000000',
  }
})
afterAll(() => browser.close())

/** With a report or, where the night has not come yet, without one. */
const yesterday = (): string => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

const VIEWS = [
  'reports',
  'report',
  'inbox',
  'finding',
  'service',
  'flame',
  'analyze',
  'search',
  'settings',
  'nowhere',
] as const

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(VIEWS)('the view %s keeps nobody out, and breaks no rule of its content policy', async (view) => {
    const { page, troubles, close } = await openAt(browser, stack, paths[view], { colorScheme })
    await page.waitForLoadState('networkidle')
    await picture(page, `${view}-${colorScheme}`)
    expect(await barriers(page)).toEqual([])
    expect(troubles).toEqual([])
    await close()
  })

  test('neither does the login', async () => {
    const { page, troubles, close } = await openTab(browser, { colorScheme })
    await page.goto(stack.url)
    await page.getByLabel('Token').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(troubles).toEqual([])
    await close()
  })
})

describe('at 360 pixels', () => {
  test.each(VIEWS)('the view %s scrolls one way only', async (view) => {
    const { page, close } = await openAt(browser, stack, paths[view], {
      viewport: { width: 360, height: 740 },
    })
    await page.waitForLoadState('networkidle')
    await picture(page, `${view}-360`)
    expect(await overhang(page)).toBe(0)
    await close()
  })
})
