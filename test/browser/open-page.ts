import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumPath } from '#test/support/chromium.ts'
import type { Stack } from './leaking-stack.ts'

/** Pictures of failed and passed views; git does not see it. */
const ARTIFACTS = 'artifacts'

/** Starts Chromium. @throws Error where there is none: CI must have one */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath(process.env)
  if (executablePath === undefined) throw new Error('there is no Chromium: install one, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath, args: [...args] })
}

/** A tab of its own, and all that went wrong in it: errors of scripts, of the console, of the content policy. */
export interface Opened {
  readonly page: Page
  readonly troubles: readonly string[]
  close(): Promise<void>
}

/** Chromium's line about an answer that a test has made an error. */
const OF_THE_NETWORK = /^Failed to load resource/

export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', ({ message }) => troubles.push(message))
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning'
    if (isBad && !OF_THE_NETWORK.test(message.text())) troubles.push(message.text())
  })
  const close = async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  }
  return { page, troubles, close }
}

/** A tab that is logged in and looks at a path. */
export async function openAt(
  browser: Browser,
  { url, token }: Stack,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const opened = await openTab(browser, options)
  await opened.page.goto(`${url}${path}#token=${token}`)
  await opened.page.locator('h1').first().waitFor()
  return opened
}

/** A picture for whoever looks at a run. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(ARTIFACTS, { recursive: true })
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) })
}

/** What keeps people with a screen reader or weak eyes out, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

/** Pixels that a view is wider than its window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
