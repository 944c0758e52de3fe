import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const FLAME = '**/v1/services/shop/flame.json?*'
const tabs = useTabs()

const node = (name: string, value: number, base: number, children: readonly object[] = []) => ({
  name,
  value,
  base,
  children,
})

const CHANGED = node('shop', 90, 100, [
  node('main.run', 90, 40, [node('main.(*cart).load', 90, 40)]),
  node('net/http.(*conn).serve', 0, 60),
])

/** A view of stacks that are no service's, so that their rectangles are known. */
async function openFlame(path: string, tree: object): Promise<Page> {
  const { page } = await tabs.open(stack, '/analyze')
  await page.route('**/v1/services/shop', (route) => route.abort())
  await page.route(FLAME, (route) => route.fulfill({ json: tree }))
  await page.goto(`${stack.url}${path}`)
  await page.locator('.flame canvas').waitFor()
  return page
}

/** Whether a pixel is bluer than it is orange, or the other way round. */
const tintAt = (page: Page, x: number, row: number): Promise<'blue' | 'orange' | 'neither'> =>
  page.locator('.flame canvas').evaluate(
    (canvas: HTMLCanvasElement, [at, line]) => {
      const scale = canvas.width / canvas.clientWidth
      // A copy: Chromium warns of pages that read back what they draw.
      const copy = new OffscreenCanvas(1, 1).getContext('2d')
      copy?.drawImage(canvas, -(at ?? 0) * scale, -((line ?? 0) * 20 + 2) * scale)
      const [red = 0, , blue = 0] = copy?.getImageData(0, 0, 1, 1).data ?? []
      return blue - red > 24 ? 'blue' : red - blue > 24 ? 'orange' : 'neither'
    },
    [x, row],
  )

describe('a flame graph', () => {
  test('of a real service, with the keyboard alone, and as a table', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront')
    await page.getByRole('link', { name: 'Flame graph' }).click()
    await page.locator('.flame canvas').waitFor()
    const says = page.locator('.flame-says')
    await expect.poll(() => says.innerText()).toMatch(/^All of shopfront: [\d,]+ goroutines\.$/)
    await page.locator('.flame canvas').focus()
    await page.keyboard.press('ArrowDown')
    const first = await says.innerText()
    expect(first).toMatch(/ of [\d,]+ goroutines, \d/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Show all' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' })
    await picture(page, 'flame')
    await page.keyboard.press('t')
    await page.getByRole('columnheader', { name: 'waiting in it' }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('keeps what the keys have marked under a pointer that rests', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront/flame')
    await page.locator('.flame canvas').focus()
    await page.keyboard.press('ArrowDown')
    const says = page.locator('.flame-says')
    const marked = await says.innerText()
    // What Chromium sends when a page is laid out anew below the pointer.
    for (const type of ['mousemove', 'mouseleave'])
      await page.locator('.flame canvas').dispatchEvent(type, { movementX: 0, movementY: 0 })
    expect(await says.innerText()).toBe(marked)
    expect(marked).toMatch(/ of [\d,]+ goroutines, \d/)
  })

  test('of two times is blue where there are fewer and orange where there are more, and says so in words', async () => {
    const page = await openFlame('/s/shop/flame?base=2026-11-22T00:00:00Z', CHANGED)
    await page.getByRole('heading', { name: 'What changed in shop' }).waitFor()
    const { width } = (await page.locator('.flame canvas').boundingBox()) ?? { width: 0 }
    await expect.poll(() => tintAt(page, width * 0.3, 1)).toBe('orange')
    await expect.poll(() => tintAt(page, width * 0.9, 1)).toBe('blue')
    await page.locator('.flame canvas').hover({ position: { x: width * 0.9, y: 30 } })
    await page.getByText('net/http.(*conn).serve: 0 of 90 goroutines, 0.0 %; all 60 are gone.').waitFor()
    await page.keyboard.press('t')
    const row = page.getByRole('row', { name: 'main.(*cart).load' })
    await expect.poll(() => row.locator('td').allInnerTexts()).toEqual(['90', '90', '40', '+50'])
    await picture(page, 'flame-difference')
    expect(await barriers(page)).toEqual([])
  })

  test('zooms by a click, and a search says how many goroutines it found', async () => {
    const page = await openFlame('/s/shop/flame?base=2026-11-22T00:00:00Z', CHANGED)
    const { width } = (await page.locator('.flame canvas').boundingBox()) ?? { width: 0 }
    await page.locator('.flame canvas').click({ position: { x: width * 0.3, y: 50 } })
    await page.mouse.move(0, 0)
    await page.getByText(/^main\.\(\*cart\)\.load: 90 of 90/).waitFor()
    await expect.poll(() => tintAt(page, width * 0.95, 2)).toBe('orange')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('searchbox', { name: 'Find a function' }).fill('CART')
    await page.getByText('1 place, 90 goroutines').waitFor()
    await expect.poll(() => tintAt(page, width * 0.9, 1)).toBe('neither')
  })

  test('times are addresses: another base is one click away, and back is back', async () => {
    const page = await openFlame('/s/shop/flame?at=2026-11-22T10:00:00Z', CHANGED)
    await page.getByRole('link', { name: 'a day before' }).click()
    await page.waitForURL('**/s/shop/flame?at=2026-11-22T10%3A00%3A00Z&base=2026-11-21T10%3A00%3A00.000Z')
    await page.goBack()
    await page.getByRole('heading', { name: 'Flame graph of shop' }).waitFor()
  })

  test('of names that try to break out, at 360 pixels, in the dark', async () => {
    const script = 'main.<script>document.title="caught"</script>'
    const names = [script, 'main.pay\u202eevil', `main.${'x'.repeat(65_530)}`]
    const tree = node(
      'shop',
      30,
      0,
      names.map((name) => node(name, 10, 0)),
    )
    const page = await openFlame('/s/shop/flame', { ...tree, base: undefined })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.keyboard.press('t')
    await page.getByRole('row', { name: script }).waitFor()
    await expect.poll(() => page.locator('.flame table').innerText()).toContain('main.pay\\u202eevil')
    await expect.poll(() => page.title()).not.toContain('caught')
    expect(await overhang(page)).toBe(0)
    expect(await barriers(page)).toEqual([])
    await picture(page, 'flame-dark-360')
  })

  test('that nobody can draw is a sentence with what to do', async () => {
    const tab = await tabs.open(stack, '/s/shopfront/flame?at=2020-01-01T00:00:00Z')
    await tab.page
      .getByRole('alert')
      .filter({ hasText: 'No process sent a goroutine profile in the hour before 2020-01-01' })
      .waitFor()
  })

  test('has its zoom in the address, and what is not there any more is all of it', async () => {
    const page = await openFlame('/s/shop/flame?at=2026-11-22T10:00:00Z', CHANGED)
    const { width } = (await page.locator('.flame canvas').boundingBox()) ?? { width: 0 }
    await page.locator('.flame canvas').click({ position: { x: width * 0.3, y: 50 } })
    await page.waitForURL(/[?&]zoom=[0-9a-z]+$/)
    await page.reload()
    await page.getByText(/^main\.\(\*cart\)\.load: 90 of 90/).waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.waitForURL('**/s/shop/flame?at=2026-11-22T10%3A00%3A00Z')
    await page.goto(`${stack.url}/s/shop/flame?zoom=nowhere`)
    await page.getByText(/^All of shop/).waitFor()
  })

  test('of one function has its callers above and what it calls below, each a click away', async () => {
    const page = await openFlame('/s/shop/flame', {
      ...node('shop', 90, 0, [
        node('main.run', 60, 0, [node('main.load', 60, 0, [node('net.dial', 60, 0)])]),
        node('main.other', 30, 0, [node('main.load', 30, 0, [node('net.read', 30, 0)])]),
      ]),
      base: undefined,
    })
    await page.keyboard.press('t')
    await page.getByRole('button', { name: 'main.load' }).click()
    await page.waitForURL(/[?&]function=main\.load$/)
    await page.getByRole('heading', { name: 'Callers of main.load' }).waitFor()
    await page.getByRole('heading', { name: 'What it calls' }).waitFor()
    const says = page.locator('.flame-says')
    await expect
      .poll(() => says.allInnerTexts())
      .toEqual(['All of main.load: 90 goroutines.', 'All of main.load: 90 goroutines.'])
    const callers = page.locator('.flame canvas').first()
    const { width } = (await callers.boundingBox()) ?? { width: 0 }
    await callers.hover({ position: { x: width * 0.3, y: 10 } })
    await page.getByText('main.run: 60 of 90 goroutines, 67 %.').waitFor()
    await picture(page, 'flame-sandwich')
    expect(await barriers(page)).toEqual([])
    await callers.click({ position: { x: width * 0.9, y: 10 } })
    await page.getByRole('heading', { name: 'Callers of main.other' }).waitFor()
    await page.getByRole('button', { name: 'Whole graph' }).click()
    await page.waitForURL('**/s/shop/flame')
  })

  test('is parted and narrowed by what the processes say', async () => {
    const { page } = await tabs.open(stack, '/s/shopfront/flame')
    await page.getByLabel('parted by').selectOption('version')
    await page.waitForURL(/[?&]by=version$/)
    await page.locator('.flame canvas').focus()
    await page.keyboard.press('ArrowDown')
    await page
      .locator('.flame-says')
      .filter({ hasText: /^2026\.9\.1: / })
      .waitFor()
    await page.getByLabel('process', { exact: true }).selectOption({ index: 1 })
    await page.waitForURL(/[?&]process=/)
    expect(await barriers(page)).toEqual([])
  })

  test('is saved as folded text and as a picture that stands alone', async () => {
    const page = await openFlame('/s/shop/flame?base=2026-11-22T00:00:00Z', CHANGED)
    const saved = async (name: string): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ])
      const stream = await download.createReadStream()
      return `${download.suggestedFilename()}\n${await text(stream)}`
    }
    expect(await saved('Save as folded text')).toBe(
      'shop.folded\nmain.run;main.(*cart).load 40 90\nnet/http.(*conn).serve 60 0\n',
    )
    const svg = await saved('Save as SVG')
    expect(svg).toMatch(/^shop\.svg\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg).toContain(
      '<title>net/http.(*conn).serve: 0 of 90 goroutines, 0.0 %; all 60 are gone.</title>',
    )
    expect(svg).not.toMatch(/fill=""|var\(/)
  })
})
