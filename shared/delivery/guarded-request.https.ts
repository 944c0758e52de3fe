import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { type RequestOptions, request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { admitTarget, hostOf, isPublic, privateAddress, type Reach } from './address.ts'

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** A host, and the one of its addresses that was looked at. */
interface CheckedTarget {
  readonly url: URL
  readonly address: string
}

/** What is sent. */
interface Sent {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: no body. */
  readonly body: string | undefined
}

/**
 * The address to connect to: the name is resolved once, and refused where any of its addresses is not public.
 *
 * @throws Rejection where another try would be refused as well
 */
export async function checkedTarget(text: string, reach: Reach, resolve: Resolve): Promise<CheckedTarget> {
  const url = admitTarget(text, reach)
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  const [address] = addresses
  if (address === undefined) throw new Error('The name has no address.')
  if (reach === 'public' && !addresses.every(isPublic)) throw privateAddress(host)
  return { url, address }
}

export async function resolveByDns(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

/**
 * The beginning of an answer, whose body the caller reads or destroys. The connection goes to the address that was
 * looked at, so that DNS cannot say something else in between; redirects are not followed.
 *
 * @param signal ends it, body and all
 */
export function send(
  { url, address }: CheckedTarget,
  { method, headers, body }: Sent,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const isNamed = isIP(hostOf(url)) === 0
  const options: RequestOptions = {
    host: address,
    port: url.port,
    method,
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      'user-agent': 'tidemark',
      ...headers,
    },
    // The certificate is to be that of the name, though the connection goes to the address.
    ...(isNamed ? { servername: hostOf(url) } : {}),
    agent: false,
    signal,
  }
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(options, resolve)
  request.on('error', reject)
  request.end(body)
  return promise
}

/** Errors of sockets and DNS by their code; their messages repeat addresses of our network. */
export function sentenceOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'It took too long.'
  if ('code' in error && typeof error.code === 'string') return `The connection failed: ${error.code}.`
  return error.message
}
