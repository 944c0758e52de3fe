import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { type RequestOptions, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import pRetry, { AbortError } from 'p-retry'
import { Rejection } from '#shared/api/reason.ts'
import { admitTarget, hostOf, isPublic, privateAddress, type Reach } from './address.ts'
import type { Post, PostOutcome, PostWebhook } from './post-webhook.ts'
import { signedHeaders } from './signature.ts'

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>

export interface PosterOptions {
  readonly reach: Reach
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** DNS of this machine without it. */
  readonly resolve?: Resolve
  /** Milliseconds to the second try. */
  readonly pause?: number
  /** Milliseconds of one try. */
  readonly tryFor?: number
}

const RETRIES = 3
/** Milliseconds: one try, and all of them. A judge waits for them. */
const TRY_FOR = 5_000
const ALL_TIMEOUT = 15_000
/** Statuses below 500 after which another try may go better (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4). */
const PASSING = [408, 425, 429]

/**
 * Posts to webhooks and to nothing else: the name is resolved once a try, refused where any of its addresses is not
 * public, and the connection goes to the address that was looked at, so that DNS cannot say something else in between.
 * Redirects are not followed, and of an answer only the status is read.
 */
export function webhookPoster({
  reach,
  now,
  resolve = resolveByDns,
  pause = 500,
  tryFor = TRY_FOR,
}: PosterOptions): PostWebhook {
  return async (post) => {
    let tries = 0
    let status: number | undefined
    try {
      await pRetry(
        async () => {
          tries++
          status = undefined
          const { url, address } = await targetOf(post.url, reach, resolve)
          status = await send(url, address, post, now(), tryFor)
          if (status < 200 || status > 299) throw refusal(status)
        },
        { retries: RETRIES, minTimeout: pause, signal: AbortSignal.timeout(ALL_TIMEOUT) },
      )
      return { delivered: true, tries, status, failure: undefined }
    } catch (error) {
      return failed(error, tries, status)
    }
  }
}

const failed = (error: unknown, tries: number, status: number | undefined): PostOutcome => ({
  delivered: false,
  tries,
  status,
  failure: error instanceof Error ? sentenceOf(error) : String(error),
})

/** Errors of sockets and DNS by their code; their messages repeat addresses of our network. */
function sentenceOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'It took too long.'
  if ('code' in error && typeof error.code === 'string') return `The connection failed: ${error.code}.`
  return error.message
}

/** @throws AbortError where another try would be refused as well */
async function targetOf(
  text: string,
  reach: Reach,
  resolve: Resolve,
): Promise<{ url: URL; address: string }> {
  try {
    const url = admitTarget(text, reach)
    const host = hostOf(url)
    const addresses = isIP(host) === 0 ? await resolve(host) : [host]
    const [address] = addresses
    if (address === undefined) throw new Error('The name has no address.')
    if (reach === 'public' && !addresses.every(isPublic)) throw privateAddress(host)
    return { url, address }
  } catch (error) {
    throw error instanceof Rejection ? new AbortError(error) : error
  }
}

async function resolveByDns(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function refusal(status: number): Error {
  const error = new Error(`It answered ${status}; only 200 to 299 count as delivered.`)
  return status >= 500 || PASSING.includes(status) ? error : new AbortError(error)
}

/** The status of the answer; its body is not read. */
function send(
  url: URL,
  address: string,
  { secret, id, body, headers }: Post,
  at: number,
  tryFor: number,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const isNamed = isIP(hostOf(url)) === 0
  const options: RequestOptions = {
    host: address,
    port: url.port,
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'tidemark',
      ...headers,
      ...(secret === undefined ? {} : signedHeaders(secret, id, at, body)),
    },
    // The certificate is to be that of the name, though the connection goes to the address.
    ...(isNamed ? { servername: hostOf(url) } : {}),
    agent: false,
    signal: AbortSignal.timeout(tryFor),
  }
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(options, (response) => {
    resolve(response.statusCode ?? 0)
    response.destroy()
  })
  request.on('error', reject)
  request.end(body)
  return promise
}
