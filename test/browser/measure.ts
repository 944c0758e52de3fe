import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { HOUR } from '#shared/time.ts'
import { leakingStack } from './leaking-stack.ts'
import { openAt, openBrowser } from './open-page.ts'

/** Measures how smooth the page stays with as much as it may get, `npm run measure:page`. */

const FINDINGS = 1_000
const PROCESSES = 50
const POINTS = 400

const home = await mkdtemp(join(tmpdir(), 'tidemark-measure-'))
const stack = await leakingStack(home)
const browser = await openBrowser()
try {
  const { page } = await openAt(browser, stack)
  await page.locator('.findings a').first().waitFor()
  await manyFindings(page)
  console.log(
    `inbox of ${FINDINGS} findings: ${await untilShown(page, '.findings .row')} ms from the answer to its lines`,
  )
  console.log(`  scrolled: ${JSON.stringify(await framesWhile(page, scroll))}`)
  console.log(`  filtered: ${JSON.stringify(await framesWhile(page, filter))}`)
  await page.unrouteAll()
  await page.reload()
  await manyPoints(page)
  await page.locator('.findings a').first().click()
  await page.locator('.chart canvas').waitFor()
  console.log(`chart of ${PROCESSES * POINTS} points: ${JSON.stringify(await framesWhile(page, hover))}`)
} finally {
  await browser.close()
  await stack.stop()
  await rm(home, { recursive: true, force: true })
}

async function manyFindings(page: Page): Promise<void> {
  await page.route('**/v1/findings?*', async (route) => {
    const { items } = (await (await route.fetch()).json()) as { items: Record<string, unknown>[] }
    if (new URL(route.request().url()).searchParams.has('state')) return route.fulfill({ json: { items } })
    const many = Array.from({ length: FINDINGS }, (_, i) => ({
      ...items[0],
      id: `${i}@shopfront`,
      perHour: FINDINGS - i,
    }))
    await route.fulfill({ json: { items: many } })
  })
}

async function manyPoints(page: Page): Promise<void> {
  await page.route('**/series?*', async (route) => {
    const answer = (await (await route.fetch()).json()) as { processes: Record<string, unknown>[] }
    const start = Date.now() - POINTS * HOUR
    const processes = Array.from({ length: PROCESSES }, (_, p) => ({
      ...answer.processes[0],
      process: `pod-${p}`,
      instance: `pod-${p}`,
      points: Array.from({ length: POINTS }, (_, i) => {
        const count = Math.round(10 * p + i * (1 + p / 20) + 20 * Math.sin(i / 4))
        return { at: new Date(start + i * HOUR).toISOString(), min: count, max: count, last: count }
      }),
    }))
    await route.fulfill({ json: { ...answer, stepSeconds: 3_600, processes } })
  })
}

/** Milliseconds between the arrival of the list and the frame that shows its end. */
async function untilShown(page: Page, selector: string): Promise<number> {
  const arrived = page.waitForResponse('**/v1/findings?*')
  await page.reload({ waitUntil: 'commit' })
  await arrived
  const start = performance.now()
  await page.locator(selector).first().waitFor({ state: 'attached' })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  return Math.round(performance.now() - start)
}

async function scroll(page: Page): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(16)
  }
}

/** A key after the other, each of which filters all of them. */
async function filter(page: Page): Promise<void> {
  await page.keyboard.press('f')
  await page.keyboard.type('tier:probable transport per request', { delay: 60 })
}

async function hover(page: Page): Promise<void> {
  const box = await page.locator('.chart canvas').boundingBox()
  for (let i = 0; box !== null && i < 120; i++)
    await page.mouse.move(box.x + 60 + (i * (box.width - 80)) / 120, box.y + 100)
  if (box === null) return
  await page.mouse.move(box.x + 200, box.y + 100)
  await page.mouse.down()
  await page.mouse.move(box.x + 600, box.y + 100, { steps: 20 })
  await page.mouse.up()
  await page.mouse.dblclick(box.x + 400, box.y + 100)
}

/** Milliseconds between two frames while something is done: the middle one, the 95th of 100, the longest. */
async function framesWhile(page: Page, act: (page: Page) => Promise<void>) {
  await page.evaluate(
    `globalThis.frames_ = []; (function next(at) { frames_.push(at); requestAnimationFrame(next) })(performance.now())`,
  )
  await act(page)
  const times = await page.evaluate<number[]>('frames_')
  const gaps = times
    .slice(1)
    .map((at, i) => at - (times[i] ?? 0))
    .sort((a, b) => a - b)
  const of = (share: number) =>
    Math.round(gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))] ?? 0)
  return { frames: gaps.length, median: of(0.5), p95: of(0.95), longest: of(1) }
}
