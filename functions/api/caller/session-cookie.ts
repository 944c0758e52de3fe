import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { Rejection } from '#shared/api/reason.ts'

/**
 * Name of the cookie that holds the token of a browser's session: `tidemark_session`, with the port of Host behind it where
 * that names one. A cookie is of a host and all of its ports (RFC 6265 8.5), so that the Tidemarks of one machine would log
 * each other out.
 */
export function sessionCookie(c: Context): string {
  const [, port] = /:(\d{1,5})$/.exec(c.req.header('host') ?? '') ?? []
  return port === undefined ? 'tidemark_session' : `tidemark_session_${port}`
}

/**
 * The token in the cookie of the page.
 *
 * Browsers send it by themselves, so that a request that changes something must say that it comes from the page: the
 * cookie is SameSite=Strict, and this looks at what browsers let no script set.
 * @throws Rejection `forbidden` where a change does not come from the page
 */
export function cookieSecret(c: Context): string | undefined {
  const secret = getCookie(c, sessionCookie(c))
  if (secret === undefined || secret === '' || secret.length > 1_000) return undefined
  if (!isRead(c.req.method) && !isFromPage(c)) throw notFromPage()
  return secret
}

/**
 * Browsers send a cookie, and a Basic password that they have kept, for the pages of other ports and sister sites as well.
 *
 * A link there that opens a page here is no such request: whoever follows it reads the answer, and nobody else.
 * @throws Rejection `forbidden` where a browser says that another origin's page asks
 */
export function refuseForeignPage(c: Context): void {
  const site = c.req.header('sec-fetch-site')
  if (site === undefined || site === 'same-origin' || site === 'none') return
  if (!isRead(c.req.method)) throw notFromPage()
  if (c.req.header('sec-fetch-dest') !== 'document')
    throw new Rejection(
      'forbidden',
      'The page of another site may not read this; ask from a program, or open the address itself.',
    )
}

const notFromPage = (): Rejection =>
  new Rejection(
    'forbidden',
    'A change from a browser must come from the page itself; send a token from a program instead.',
  )

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** Sec-Fetch-Site (Fetch Metadata, in all browsers since 2023), or else an Origin that is the host asked. */
function isFromPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('origin') ?? ''
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host')
}
