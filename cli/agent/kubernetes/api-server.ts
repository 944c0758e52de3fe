/**
 * Requests to the API server of Kubernetes.
 *
 * By node:https instead of the kept library @kubernetes/client-node 2.0: that takes 88 MB of memory for two requests, as much as
 * the whole agent, and 65 packages. `fetch` cannot be told of a certificate authority.
 */

import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { SECOND } from '#shared/time.ts'
import { pauseOf } from '../answer.ts'
import { NoList } from '../discovery/source.ts'
import { failureOf } from '../failure.ts'
import { credentialsIn } from './service-account.ts'

export interface ApiServer {
  readonly url: URL
  /** Folder of the ServiceAccount. */
  readonly serviceAccount: string
}

/** The server asks for patience, or refuses. */
export class ApiRefusal extends NoList {
  readonly status: number
  /** Milliseconds. */
  readonly retryAfter: number

  constructor(status: number, retryAfter: number) {
    super(`answered ${status}`, TODO[status])
    this.status = status
    this.retryAfter = retryAfter
  }
}

const TODO: Readonly<Record<number, string>> = {
  401: 'is the token of the ServiceAccount of this cluster?',
  403: 'let its ServiceAccount get, list and watch pods (docs/kubernetes.md, Permissions)',
  404: 'is it the address of an API server?',
}

/**
 * A body that is still to be read. The token goes over TLS alone; `kubectl proxy` on this machine needs none.
 *
 * @param signal ends request and body
 * @throws ApiRefusal, or NoList where there is no answer
 */
export async function getFrom(
  { url, serviceAccount }: ApiServer,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const address = new URL(path, url)
  for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value)
  const headers = { accept: 'application/json', 'user-agent': 'tidemark-agent' }
  const response = await (address.protocol === 'https:'
    ? answerTo(requestHttps, address, await secure(serviceAccount, headers), signal)
    : answerTo(requestHttp, address, { headers }, signal))
  const status = response.statusCode ?? 0
  if (status === 200) return response
  response.destroy()
  throw new ApiRefusal(status, SECOND * pauseOf(response.headers['retry-after']))
}

async function secure(serviceAccount: string, headers: Readonly<Record<string, string>>) {
  const { token, ca } = await credentialsIn(serviceAccount)
  return { headers: { ...headers, authorization: `Bearer ${token}` }, ...(ca !== undefined && { ca }) }
}

function answerTo(
  request: typeof requestHttp,
  address: URL,
  options: object,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // No connection is kept: the next one may lead to another API server, and brings a token that was replaced.
    const asking = request(address, { ...options, signal, agent: false }, resolve)
    asking.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE))
    asking.on('error', (error) => reject(new NoList(failureOf(signal.aborted ? signal.reason : error))))
    asking.end()
  })
}

/** Milliseconds without a byte until the system asks whether the other side is still there. */
const KEEP_ALIVE = 30_000
