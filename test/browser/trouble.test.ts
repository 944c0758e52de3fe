import type { Route } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

const FINDINGS = '**/v1/findings?limit=1000'
const says = (text: string) => tabs.last.page.getByRole('alert').filter({ hasText: text }).waitFor()

const problem = (status: number, reason: string, detail: string) => (route: Route) =>
  route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ reason, detail }) })

describe('what does not work is a sentence with a next step:', () => {
  test('an error of the API, and the page comes back by a button', async () => {
    const { page } = await tabs.open(stack)
    await page.route(
      FINDINGS,
      problem(500, 'internal-error', 'Tidemark failed; the request id leads to the log.'),
    )
    await page.reload()
    await says('Try again; if it stays, the log of the API has the reason.')
    await page.unroute(FINDINGS)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('.findings').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('an answer that is no JSON', async () => {
    const tab = await tabs.open(stack)
    await tab.page.route(FINDINGS, (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }))
    await tab.page.reload()
    await says('Tidemark answered 502')
  })

  test('an index that is away: the page asks again by itself', async () => {
    const { page } = await tabs.open(stack)
    let asked = 0
    await page.route(FINDINGS, (route) =>
      asked++ === 0
        ? problem(503, 'index-unavailable', 'The findings could not be read.')(route)
        : route.continue(),
    )
    await page.reload()
    await says('asks again by itself')
    await page.locator('.findings').waitFor()
    expect(asked).toBe(2)
  })

  test('a slow answer, while the last one stays', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').click()
    await page.locator('.chart canvas').waitFor()
    const held: Route[] = []
    await page.route(FINDINGS, (route) => void held.push(route))
    await page.getByRole('link', { name: 'Inbox' }).click()
    await page.getByText('takes longer than usual').waitFor()
    await expect.poll(() => page.locator('.findings .row').count()).toBe(1)
    await Promise.all(held.map((route) => route.continue()))
    await page.getByText('takes longer than usual').waitFor({ state: 'detached' })
  })

  test('a lost connection, and its return', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').waitFor()
    await page.context().setOffline(true)
    await page.locator('.findings a').click()
    await says('Tidemark cannot be reached.')
    await page.context().setOffline(false)
    await page.locator('.chart canvas').waitFor()
  })

  test('an expired session: the login keeps the address', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').waitFor()
    await page.context().clearCookies()
    await page.locator('.findings a').click()
    await page.getByLabel('Token').waitFor()
    expect(page.url()).toContain('/s/shopfront/f/')
    await page.getByLabel('Token').fill(stack.token)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.locator('.chart canvas').waitFor()
  })

  test('a change that somebody else has made first', async () => {
    const { page } = await tabs.open(stack)
    await page.locator('.findings a').click()
    await page.route('**/v1/findings/*', (route) =>
      route.request().method() === 'PATCH'
        ? problem(412, 'precondition-failed', 'It stands at "9".')(route)
        : route.continue(),
    )
    await page.getByRole('button', { name: 'Comment' }).waitFor()
    await page.keyboard.press('c')
    await page.getByPlaceholder('Comment').fill('mine')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await says('look at what it is now')
  })

  test('a finding that is not there', async () => {
    await tabs.open(stack, '/s/shopfront/f/0123456789abcdef')
    await says('There is no such finding')
  })

  test('an address without a view', async () => {
    const tab = await tabs.open(stack, '/s/shopfront/elsewhere')
    await tab.page.getByRole('heading', { name: 'No such page' }).waitFor()
  })
})

describe('names from outside', () => {
  const SCRIPT = 'main.<script>document.title="caught"</script><img src=x onerror=alert(1)>'
  const TURNED = 'main.pay\u202eevil\u2066.fetch'
  const LONG = `main.${'x'.repeat(65_530)}`

  test.each([
    ['a script', SCRIPT, '<script>'],
    ['marks that turn the direction of text', TURNED, 'main.pay\\u202eevil\\u2066.fetch'],
    ['65,535 characters', LONG, '(65,535 characters)'],
  ])('%s: are text, whole lines stay where they are', async (_, name, shown) => {
    const { page } = await tabs.open(stack)
    await page.route('**/v1/findings**', async (route) => {
      const answer: unknown = await (await route.fetch()).json()
      await route.fulfill({ json: renamed(answer, name) })
    })
    await page.setViewportSize({ width: 360, height: 740 })
    await page.reload()
    await page.locator('.findings a').waitFor()
    await expect.poll(() => page.locator('.findings').innerText()).toContain(shown)
    expect(await overhang(page)).toBe(0)
    await page.locator('.findings a').click()
    await page.locator('.frames').first().waitFor()
    await expect.poll(() => page.locator('.frames').first().innerText()).toContain(shown)
    await expect.poll(() => page.title()).not.toBe('caught')
    expect(await page.locator('main img, main script').count()).toBe(0)
    expect(await overhang(page)).toBe(0)
    await picture(page, `named-${shown.slice(1, 4).replace(/\W/g, '')}`)
  })
})

/** An answer with every function name made another. */
function renamed(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, name))
  if (typeof value === 'string') return value.includes('persistConn') ? name : value
  if (typeof value !== 'object' || value === null) return value
  const named = Object.entries(value).map(([key, each]) => [
    key,
    key === 'cause' ? null : renamed(each, name),
  ])
  return {
    ...Object.fromEntries(named),
    ...('tier' in value && 'rules' in value ? { cause: undefined } : {}),
  }
}
