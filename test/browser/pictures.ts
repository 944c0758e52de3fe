import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordDemo } from '#test/docs/recording.ts'
import { terminalSvg } from '#test/docs/terminal-svg.ts'
import { leakingStack } from './leaking-stack.ts'
import { openAt, openBrowser } from './open-page.ts'

/** Draws the pictures of the README from the recorded incident, `npm run pictures`. */

const PICTURES = fileURLToPath(new URL('../../docs/pictures', import.meta.url))

await mkdir(PICTURES, { recursive: true })
await writeFile(
  join(PICTURES, 'demo.svg'),
  terminalSvg('npm run demo: the leak that Tidemark finds in a recorded web shop', await recordDemo()),
)

const home = await mkdtemp(join(tmpdir(), 'tidemark-pictures-'))
const stack = await leakingStack(home)
const browser = await openBrowser()
try {
  const { page } = await openAt(browser, stack, '/', { viewport: { width: 1200, height: 360 } })
  await page.locator('.findings a').waitFor()
  await page.screenshot({ path: join(PICTURES, 'inbox.png') })
  await page.setViewportSize({ width: 1200, height: 800 })
  await page.locator('.findings a').click()
  await page.locator('.chart canvas').waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(PICTURES, 'finding.png') })
} finally {
  await browser.close()
  await stack.stop()
  await rm(home, { recursive: true, force: true })
}
