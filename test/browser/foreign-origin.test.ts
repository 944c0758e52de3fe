import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { call } from './leaking-stack.ts'
import { openAt, openBrowser, openTab } from './open-page.ts'

const stack = inject('stack')
/** A name of the attacker, which leads to this machine. */
const REBOUND = 'evil.test'
let browser: Browser
let evil: Server

beforeAll(async () => {
  browser = await openBrowser([`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`])
  evil = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>evil</h1>'),
  )
  evil.listen(0, '127.0.0.1')
  await once(evil, 'listening')
})
afterAll(async () => {
  await browser.close()
  evil.close()
})

/** What a script of a page gets to see of Tidemark, with all that the browser sends along by itself. */
async function attack(url: string) {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { credentials: 'include', ...init }).then(
      (response) => response.text(),
      () => 'blocked',
    )
  const token = JSON.stringify({ name: 'evil', scopes: ['admin'] })
  return {
    read: await ask('/v1/services'),
    readBlindly: await ask('/v1/services', { mode: 'no-cors' }),
    figures: await ask('/metrics'),
    document: await ask('/openapi.json'),
    made: await ask('/v1/tokens', { method: 'POST', body: token }),
    madeBlindly: await ask('/v1/tokens', { method: 'POST', mode: 'no-cors', body: token }),
    preflighted: await ask('/v1/services', { headers: { authorization: 'Bearer guess' } }),
  }
}

const NOTHING = {
  read: 'blocked',
  readBlindly: '',
  figures: 'blocked',
  document: 'blocked',
  made: 'blocked',
  madeBlindly: '',
  preflighted: 'blocked',
}

const tokenNames = async () => {
  const { items } = (await (await call(stack, '/v1/tokens')).json()) as {
    readonly items: readonly { readonly name: string }[]
  }
  return items.map(({ name }) => name)
}

describe('in a browser that is logged in', () => {
  test.each([
    ['another port of this machine, which is the same site', '127.0.0.1'],
    ['another name of this machine, which is another site', 'localhost'],
    ['another site', REBOUND],
  ])('a page of %s reads nothing, changes nothing and frames nothing', async (_, host) => {
    const before = await tokenNames()
    const { page, close } = await openAt(browser, stack)
    await page.goto(`http://${host}:${(evil.address() as AddressInfo).port}/`)
    expect(await page.evaluate(attack, stack.url)).toEqual(NOTHING)
    await page.evaluate(async (src) => {
      const frame = document.createElement('iframe')
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      frame.src = src
      document.body.append(frame)
      await loaded
    }, stack.url)
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${stack.url}/`)
    await page.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), {
        action,
        method: 'post',
        enctype: 'text/plain',
      })
      const field = { name: '{"name":"evil","scopes":["admin"],"x":"', value: '"}' }
      form.append(Object.assign(document.createElement('input'), field))
      document.body.append(form)
      form.submit()
    }, `${stack.url}/v1/tokens`)
    await page.waitForURL(`${stack.url}/v1/tokens`)
    expect(await tokenNames()).toEqual(before)
    await close()
  })
})

describe('a name that an attacker resolves to this machine', () => {
  test('is answered nothing but that it is another host', async () => {
    const { page, close } = await openTab(browser)
    const rebound = stack.url.replace('127.0.0.1', REBOUND)
    const answer = await page.goto(rebound)
    expect([answer?.status(), await page.textContent('body')]).toEqual([
      421,
      expect.stringContaining('misdirected'),
    ])
    const statuses = await page.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      ['/healthz', '/openapi.json', '/v1/services', '/metrics'],
    )
    expect(new Set(statuses)).toEqual(new Set([421]))
    await close()
  })
})
