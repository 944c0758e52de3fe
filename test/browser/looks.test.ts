import { beforeAll, describe, expect, inject, test } from 'vitest'
import { address } from '#ui/router.ts'
import { call } from './leaking-stack.ts'
import { answerWith, type Finding, findingsLike } from './many-findings.ts'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

/** Every view at usual widths, light and dark: pictures for whoever looks at a run, and nothing that is cut off. */

const stack = inject('stack')
const tabs = useTabs()
const WIDTHS = [360, 1024, 1440] as const
const COLOURS = ['light', 'dark'] as const
const LOOKS = WIDTHS.flatMap((width) => COLOURS.map((colorScheme) => ({ width, colorScheme })))
let one: Finding
let paths: Readonly<Record<string, string>>

beforeAll(async () => {
  const { items } = (await (await call(stack, '/v1/findings?service=shopfront')).json()) as {
    readonly items: readonly Finding[]
  }
  const [first] = items
  if (first === undefined) throw new Error('the recorded incident has a finding')
  one = first
  paths = {
    finding: address.finding('shopfront', one.id),
    service: '/s/shopfront',
    stack: `/s/shopfront?signature=${one.signatures[0]}`,
    flame: '/s/shopfront/flame',
    difference: `/s/shopfront/flame?base=${new Date(Date.now() - 86_400_000).toISOString()}`,
    analyze: '/analyze',
    search: '/search?q=http',
    settings: '/settings',
    reports: '/reports',
  }
})

/** What is cut off: words that do not fit, and what is typed or chosen in beyond the margin of the page. */
const CROWDED = `(() => {
  const main = document.querySelector('main')
  const margin = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight) + 1
  const words = [...document.querySelectorAll('button, th, dt, dd, .tier')].filter(
    (one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1,
  )
  const controls = [...main.querySelectorAll('button, input, select, textarea')].filter(
    (one) => one.closest('.scroll') === null && one.getBoundingClientRect().right > margin,
  )
  return [...words, ...controls].map((one) => (one.getAttribute('aria-label') ?? one.name ?? '') + one.textContent.trim().slice(0, 60))
})()`

describe.each(LOOKS)('at $width pixels, in $colorScheme', ({ width, colorScheme }) => {
  const look = { viewport: { width, height: 900 }, colorScheme }

  test('every view fits', async () => {
    const crowded: Record<string, unknown> = {}
    for (const [name, path] of Object.entries(paths)) {
      const { page } = await tabs.open(stack, path, look)
      await page.waitForLoadState('networkidle')
      await picture(page, `look-${name}-${width}-${colorScheme}`)
      const found = [await overhang(page), await page.evaluate(CROWDED)]
      if (JSON.stringify(found) !== '[0,[]]') crowded[name] = found
    }
    expect(crowded).toEqual({})
  })

  test.each([0, 3, 60])('so does an inbox of %i findings', async (many) => {
    const { page } = await tabs.open(stack, '/', look)
    await answerWith(page, findingsLike(one, many))
    await (many === 0
      ? page.getByRole('heading', { name: 'Nothing leaks' })
      : page.locator('.findings .row').first()
    ).waitFor()
    await picture(page, `look-inbox-${many}-${width}-${colorScheme}`)
    expect(await overhang(page)).toBe(0)
    expect(await page.evaluate(CROWDED)).toEqual([])
    expect(await barriers(page)).toEqual([])
  })
})
