import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Stack } from './leaking-stack.ts'
import { type Opened, openAt, openBrowser, openTab } from './open-page.ts'

/** The tabs that a test opens. */
export interface Tabs {
  /** The one that was opened last. */
  readonly last: Opened
  /** One that is logged in and looks at a path. */
  open(stack: Stack, path?: string, options?: BrowserContextOptions): Promise<Opened>
  /** One that has been nowhere yet. */
  blank(options?: BrowserContextOptions): Promise<Opened>
}

/** A browser for the tests of a file. What they open is closed behind them, and nothing may have gone wrong in it. */
export function useTabs(): Tabs {
  let browser: Browser
  let opened: Opened[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    const tabs = opened
    opened = []
    for (const { close } of tabs) await close()
    expect(tabs.flatMap(({ troubles }) => troubles)).toEqual([])
  })
  const kept = async (tab: Promise<Opened>): Promise<Opened> => {
    opened.push(await tab)
    return tab
  }
  return {
    get last() {
      const tab = opened.at(-1)
      if (tab === undefined) throw new Error('no tab is open')
      return tab
    },
    open: (stack, path, options) => kept(openAt(browser, stack, path, options)),
    blank: (options) => kept(openTab(browser, options)),
  }
}
