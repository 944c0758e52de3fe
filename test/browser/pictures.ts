import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { leakingStack } from './leaking-stack.ts'
import { openAt, openBrowser } from './open-page.ts'

/** Draws the two pictures of the README from the recorded incident, `npm run pictures`. */

const PICTURES = fileURLToPath(new URL('../../docs/pictures', import.meta.url))

const home = await mkdtemp(join(tmpdir(), 'tidemark-pictures-'))
const stack = await leakingStack(home)
const browser = await openBrowser()
try {
  await mkdir(PICTURES, { recursive: true })
  const { page } = await openAt(browser, stack, '/', { viewport: { width: 1200, height: 360 } })
  await page.locator('.findings a').waitFor()
  await page.screenshot({ path: join(PICTURES, 'inbox.png') })
  await page.setViewportSize({ width: 1200, height: 1280 })
  await page.locator('.findings a').click()
  await page.locator('.chart canvas').waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(PICTURES, 'finding.png') })
} finally {
  await browser.close()
  await stack.stop()
  await rm(home, { recursive: true, force: true })
}
