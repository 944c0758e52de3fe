import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { type Served, serve } from '#test/support/serve.ts'
import { call } from './leaking-stack.ts'
import { answerWith, learningService, quietService } from './many-findings.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const full = inject('stack')
const tabs = useTabs()
let home: string
let stack: Served

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-first-'))
  stack = await serve(home)
})
afterAll(async () => {
  await stack.stop()
  await rm(home, { recursive: true, force: true })
})

/** As debug=1 writes it: a leak and a pool. */
const dump = (leaked: number): string =>
  `goroutine profile: total ${leaked + 8}\n${leaked} @ 0x1\n#\t0x1\tmain.(*prices).fetch+0x1\t/src/main.go:40\n\n8 @ 0x2\n#\t0x2\tmain.pool+0x1\t/src/main.go:9\n`

describe('the first ten minutes', () => {
  test('begin with three ways to connect, and the page sees the first profile come', async () => {
    const { page } = await tabs.open(stack)
    await page.getByRole('heading', { name: 'Connect the first service' }).waitFor()
    await page.getByText('Waiting for the first profile').waitFor()
    await page.getByText('The token in them can only push').waitFor()
    expect(await page.locator('.ways h2').allInnerTexts()).toEqual([
      'From inside',
      'From beside',
      'From cron',
    ])
    const snippets = await page.locator('.copied pre').allInnerTexts()
    const tokens = new Set(snippets.map((text) => /tdm_\w+/.exec(text)?.[0]))
    expect(tokens.size).toBe(1)
    for (const text of snippets) expect(text).toContain(stack.url)
    await picture(page, 'first-empty')
    expect(await barriers(page)).toEqual([])
    const push = { url: stack.url, token: [...tokens][0] ?? '' }
    expect((await call(push, '/v1/services')).status).toBe(403)
    const last = Date.now()
    for (let minute = 6; minute >= 0; minute--) {
      const at = new Date(last - minute * MINUTE).toISOString()
      const query = new URLSearchParams({ service: 'checkout', instance: 'vm-1', at })
      const body = dump(2 + 29 * (6 - minute))
      expect((await call(push, `/v1/profiles?${query}`, { method: 'POST', body })).status).toBe(201)
    }
    await page.getByText('✓ checkout from vm-1, 10 goroutines in 2 stacks').waitFor()
    await page.getByRole('button', { name: 'Watch it learn' }).click()
    await page.getByRole('heading', { level: 1, name: /^Learning: first verdicts/ }).waitFor()
    await call(stack, '/v1/judge?service=checkout&wait=true', { method: 'POST' })
    await page.reload()
    await page
      .getByRole('heading', { level: 1, name: /^Learning: first verdicts in 17 minutes \(1 service\)$/ })
      .waitFor()
    const card = await page.getByRole('list', { name: 'Services that cannot be judged yet' }).innerText()
    for (const part of [
      'first verdict in 17 minutes',
      '7 profiles of 24',
      'main.(*prices).fetch',
      '2 → 176',
      '+1,740 per hour',
    ])
      expect(card).toContain(part)
    expect(await page.locator('main').innerText()).not.toContain('Nothing leaks')
    await picture(page, 'first-learning')
    expect(await barriers(page)).toEqual([])
  })

  test('make no second token when the page is loaded anew', async () => {
    const { page } = await tabs.open(full)
    await answerWith(page, [], [])
    await page.getByText('The token in them can only push').waitFor()
    const token = async () => /tdm_\w+/.exec(await page.locator('.copied pre').first().innerText())?.[0]
    const first = await token()
    await page.reload()
    await page.getByText('The token in them can only push').waitFor()
    expect(await token()).toBe(first)
  })

  test.each([
    [360, 'light'],
    [1024, 'dark'],
    [1440, 'light'],
  ] as const)('fit into %i pixels, in %s', async (width, colorScheme) => {
    const { page } = await tabs.open(full, '/', { viewport: { width, height: 800 }, colorScheme })
    await answerWith(
      page,
      [],
      [learningService('checkout', 7), learningService('cart', 3, { everySeconds: 600 })],
    )
    await page.locator('.cards').waitFor()
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, `learning-${width}-${colorScheme}`)
    await answerWith(page, [], [])
    await page.locator('.ways').waitFor()
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, `connect-${width}-${colorScheme}`)
  })

  test('say of the services that can be judged that nothing leaks, and of the others when it can be known', async () => {
    const { page } = await tabs.open(full)
    await answerWith(page, [], [quietService('api'), learningService('cart', 20)])
    await page
      .getByRole('heading', {
        level: 1,
        name: 'Nothing leaks in 1 service; 1 service more: first verdicts in 4 minutes',
      })
      .waitFor()
  })
})
