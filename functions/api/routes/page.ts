import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'

/** Addresses of the page: the same document, which finds out itself what to show. */
export const VIEWS = ['/', '/s/*', '/analyze', '/search', '/settings', '/reports', '/reports/*'] as const
export const ASSETS = '/assets/:name'

/** Nothing but the page's own files runs, styles, or is asked; nobody frames it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'accept-encoding',
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Answers with a file of the page. */
export type SendPageFile = (
  c: Context,
  name: string,
  caching: string,
  status?: 200 | 404,
) => Promise<Response>

/** The page and its files, to anybody: what it shows it asks the API for, with the session of the reader. */
export function pageRoutes(send: SendPageFile): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  for (const view of VIEWS) app.get(view, (c) => send(c, 'index.html', 'no-cache'))
  return app.get(ASSETS, (c) => send(c, c.req.param('name'), 'public, max-age=31536000, immutable'))
}

/** A browser that opens an address: its answer is read by a person (Fetch standard, "navigate"). */
export const isOpened = (c: Context): boolean =>
  c.req.method === 'GET' && /\btext\/html\b/.test(c.req.header('accept') ?? '')

export function pageFileSender({ page }: Pick<ApiDeps, 'page'>): SendPageFile {
  const packed = new Map<string, Promise<Uint8Array>>()
  return async (c, name, caching, status = 200) => {
    const bytes = (await page()).get(name)
    if (bytes === undefined) {
      throw new Rejection('unknown-path', 'The page has no such file; load / again.', {
        actual: name.slice(0, 200),
      })
    }
    const headers = {
      ...HEADERS,
      'cache-control': caching,
      'content-type': TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    }
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? ''))
      return c.body(new Uint8Array(bytes), status, headers)
    const small = packed.get(name) ?? pack(bytes)
    packed.set(name, small)
    return c.body(new Uint8Array(await small), status, { ...headers, 'content-encoding': 'gzip' })
  }
}

const pack = promisify<Uint8Array, Uint8Array>(gzip)
