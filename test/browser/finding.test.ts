import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

interface Answer {
  readonly verdict: {
    readonly tier: string
    readonly arguments: readonly { readonly points: number; readonly says: string }[]
  }
}

/** Changes the finding on its way to the page. */
async function changed(page: Page, change: (answer: Answer) => unknown): Promise<void> {
  await page.route(/\/v1\/findings\/[^/?]+$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: change(await response.json()) })
  })
}

const why = (page: Page) => page.locator('section').filter({ has: page.locator('.rules') })

const openFinding = async (page: Page): Promise<void> => {
  await page.locator('.findings a').first().click()
  await page.locator('.rules li').first().waitFor()
}

describe('why a verdict', () => {
  test('is the probability and the three arguments that weigh most, before the rules', async () => {
    const { page } = await tabs.open(stack)
    const answered = page.waitForResponse(/\/v1\/findings\/[^/?]+$/)
    await openFinding(page)
    const { verdict } = (await (await answered).json()) as Answer
    const [first, ...more] = verdict.arguments.slice(0, 3)
    expect(await page.locator('.odds li').allInnerTexts()).toEqual(
      [first, ...more].map((one) => `${(one?.points ?? 0) > 0 ? '+' : '−'}\n${one?.says}`),
    )
    expect(await why(page).locator('p').innerText()).toMatch(
      /^A leak with probability (over )?\d+ %\. What weighs most:$/,
    )
    const [longest = 0, ...bars] = await page
      .locator('.odds meter')
      .evaluateAll((all) => all.map((bar) => (bar as HTMLMeterElement).value))
    expect(longest).toBeCloseTo(Math.abs(first?.points ?? 0))
    expect(bars.every((bar) => bar <= longest)).toBe(true)
  })

  test('tells what speaks against a leak from what speaks for one, on a narrow and dark page', async () => {
    const { page } = await tabs.open(stack, '/', {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    })
    await changed(page, (answer) => ({
      ...answer,
      verdict: {
        ...answer.verdict,
        probability: 0.62,
        arguments: [
          { id: 'pace', value: 1, points: 2, says: 'a steady pace is likely' },
          { id: 'load', value: 1, points: -1.5, says: `goes with the ${'load'.repeat(60)}` },
          { id: 'jump', value: 0, points: 0, says: 'says nothing' },
        ],
      },
    }))
    await openFinding(page)
    await why(page).getByText('A leak with probability 62 %.').waitFor()
    expect(await page.locator('.odds li').count()).toBe(2)
    const against = page.locator('.odds li.against')
    await against.getByRole('img', { name: 'against a leak:' }).waitFor()
    expect(await against.innerText()).toContain('−')
    expect(await against.getByTitle('divides the odds by 4.5').count()).toBe(1)
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
  })

  test('has the rules that fired before the eyes, and the others one click away', async () => {
    const { page } = await tabs.open(stack)
    await openFinding(page)
    const seen = page.locator('.rules li:visible')
    const against = page.locator('.rules li.against:visible')
    expect(await against.count()).toBe(0)
    const fired = await seen.count()
    await why(page)
      .getByText(/^\d+ rules do not speak for a leak$/)
      .click()
    await against.first().waitFor()
    expect(await seen.count()).toBe(fired + (await against.count()))
  })

  test.each([
    ['from before arguments were weighed', (verdict: Answer['verdict']) => ({ ...verdict, arguments: [] })],
    ['that the runtime proved', (verdict: Answer['verdict']) => ({ ...verdict, tier: 'proven' })],
  ])('of a finding %s is its rules alone', async (_, change) => {
    const { page } = await tabs.open(stack)
    await changed(page, (answer) => ({ ...answer, verdict: change(answer.verdict) }))
    await openFinding(page)
    expect(await page.locator('.odds').count()).toBe(0)
    expect(await why(page).innerText()).not.toContain('probability')
  })
})
