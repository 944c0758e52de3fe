import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Served } from '#test/support/serve.ts'
import { stackWith } from './leaking-stack.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const QUOTES = fileURLToPath(new URL('../fixtures/survivors/quote-mix', import.meta.url))
let home: string
let stack: Served
const tabs = useTabs()

/** A stack of its own: the other tests look at one that has one finding. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-strata-'))
  stack = await stackWith(home, QUOTES)
})
afterAll(async () => {
  await stack.stop()
  await rm(home, { recursive: true, force: true })
})

describe('a service that sends full dumps', () => {
  test('has who stays as layers on the page of its finding, with a sentence', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').first().click()
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Who stays' }) })
    await section.waitFor()
    expect(await section.innerText()).toContain('of those that stayed for')
    const layers = section.locator('.strata path')
    expect(await layers.count()).toBe(9)
    const says = await layers.first().locator('title').textContent()
    expect(says).toMatch(/^There at the first dump, .* UTC: 29, of them 3 still there$/)
    const box = await section.locator('.strata svg').boundingBox()
    expect(box?.height).toBe(160)
    const fills = await layers.evaluateAll((all) => all.map((path) => getComputedStyle(path).fill))
    expect(new Set(fills).size).toBe(fills.length)
    await section.scrollIntoViewIfNeeded()
    await picture(page, 'strata')
    expect(await barriers(page)).toEqual([])
  })

  test('fits at 360 pixels in the dark', async () => {
    const { page } = await tabs.open(stack, '/', {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    })
    await page.locator('.findings a').first().click()
    await page.locator('.strata svg').waitFor()
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
  })
})
