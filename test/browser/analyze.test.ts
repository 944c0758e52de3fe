import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { barriers, overhang, picture } from './open-page.ts'
import { useTabs } from './tabs.ts'

const stack = inject('stack')
const tabs = useTabs()

/** Lets files fall on the page as a desktop does. */
async function drop(page: Page, files: readonly { name: string; text: string }[]): Promise<void> {
  const data = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer()
    for (const { name, text } of dropped) transfer.items.add(new File([text], name))
    return transfer
  }, files)
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data })
  await page.getByText('Nothing is stored.').first().waitFor()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

const READ = `goroutine %d [IO wait, 7 minutes]:
net.(*conn).Read(0xc000122000)
	/usr/local/go/src/net/net.go:179 +0x45
net/http.(*persistConn).Read(0xc0001a6000)
	/usr/local/go/src/net/http/transport.go:1977 +0x4a
bufio.(*Reader).Peek(0xc000116000)
	/usr/local/go/src/bufio/bufio.go:148 +0x53
net/http.(*persistConn).readLoop(0xc0001a6000)
	/usr/local/go/src/net/http/transport.go:2141 +0x1b9
created by net/http.(*Transport).dialConn in goroutine 1
	/usr/local/go/src/net/http/transport.go:1799 +0x152f
`
const WRITE = `goroutine %d [select, 7 minutes]:
net/http.(*persistConn).writeLoop(0xc0001a6000)
	/usr/local/go/src/net/http/transport.go:2458 +0xf0
created by net/http.(*Transport).dialConn in goroutine 1
	/usr/local/go/src/net/http/transport.go:1800 +0x1585
`
/** Twenty connections of a client that nobody closes. */
const DUMP = Array.from({ length: 20 }, (_, i) =>
  [READ, WRITE].map((text, j) => text.replace('%d', String(100 + 2 * i + j))).join('\n'),
).join('\n')
const SOCKETS = `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port\n${Array.from(
  { length: 20 },
  (_, i) => `ESTAB  0      0      10.0.0.1:${40_000 + i}      10.10.10.11:80\n`,
).join('')}`

describe('a dump that is dropped', () => {
  test('on the inbox is analyzed with its sockets, and nothing of it is stored', async () => {
    const { page } = await tabs.open(stack)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname)
    })
    await page.locator('.findings').waitFor()
    sent.length = 0
    await drop(page, [
      { name: 'ss.txt', text: SOCKETS },
      { name: 'goroutine.txt', text: DUMP },
    ])
    await page.getByRole('heading', { name: '40 goroutines in 2 stacks' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/analyze')
    await page.getByText('Nothing is proven leaked').waitFor()
    await page.getByText('20 wait for 7 minutes each').first().waitFor()
    await page.getByText('10.10.10.11:80').first().waitFor()
    await page.getByText('As many as in its twin').first().waitFor()
    await page.getByText('An http.Transport per request').first().waitFor()
    expect(sent).toEqual(['/v1/analyze'])
    expect(await barriers(page)).toEqual([])
    await picture(page, 'analyze')
  })

  test('gzipped, by the chooser, at 360 pixels', async () => {
    const { page } = await tabs.open(stack, '/analyze', { viewport: { width: 360, height: 740 } })
    const buffer = await readFile('test/fixtures/goroutine/go1.21.goroutine.debug0.pb.gz')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'goroutine.pb.gz', mimeType: 'application/gzip', buffer })
    await page.getByText('goroutine.pb.gz, goroutine profile, debug=0').waitFor()
    await page.getByText('Stack of').first().click()
    expect(await overhang(page)).toBe(0)
  })

  test.each([
    ['of 60 MB is refused before it is sent', 60_000_000, 'has 60 MB, the limit of the page is 33.6 MB'],
    ['of nothing is refused before it is sent', 0, 'is empty; take the dump again.'],
  ])('%s', async (_, size, says) => {
    const { page } = await tabs.open(stack, '/analyze')
    let isSent = false
    await page.route('**/v1/analyze', (route) => {
      isSent = true
      return route.abort()
    })
    await page.evaluate((bytes) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(bytes)], 'big.txt'))
      dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }))
    }, size)
    await page.getByRole('alert').filter({ hasText: says }).waitFor()
    expect(isSent).toBe(false)
  })

  test('that is none is refused with the reason of the API, and the next one is read', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    await drop(page, [{ name: 'index.html', text: '<html>hello</html>' }])
    await page.getByRole('alert').filter({ hasText: 'html' }).waitFor()
    await drop(page, [{ name: 'goroutine.txt', text: DUMP }])
    await page.getByRole('heading', { name: '40 goroutines in 2 stacks' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('beside another one of the same process is compared with it', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    await drop(page, [
      { name: 'before.txt', text: DUMP.slice(0, DUMP.indexOf('goroutine 120 ')) },
      { name: 'after.txt', text: DUMP },
    ])
    await page.getByRole('heading', { name: '2 dumps of one process' }).waitFor()
    await page.getByText('20 → 40').waitFor()
    await page.getByText('Of 20 goroutines all stayed in the same stack').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('may be pasted, with a lock that others wait for', async () => {
    const { page } = await tabs.open(stack, '/analyze')
    const text = await readFile('test/fixtures/analysis/waiting/go1.27.crossed.txt', 'utf8')
    await page.getByLabel('or paste one').fill(text)
    await page.getByRole('button', { name: 'Analyze' }).click()
    await page.getByRole('heading', { name: 'Who waits for whom' }).waitFor()
    await page.getByText('Deadlock: goroutine').first().waitFor()
    await page.getByText('main.go:72').first().waitFor()
    expect(await barriers(page)).toEqual([])
  })
})
