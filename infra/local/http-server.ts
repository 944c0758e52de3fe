import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, BlockList, isIP } from 'node:net'
import { serve } from '@hono/node-server'

/** How long a client may take, in milliseconds. What takes longer is answered 408 and cut off (node:http). */
interface Patience {
  /** Until its headers are there. */
  readonly headersTimeout: number
  /** Until its whole request is there. */
  readonly requestTimeout: number
  /** How often is looked. */
  readonly connectionsCheckingInterval: number
}

/** A body of 64 MB at 5 Mbit/s takes 107 s. */
const PATIENCE: Patience = {
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 1_000,
}

/** An API that listens. */
interface Listening {
  readonly url: string
  /** Answers what is under way, then closes. */
  close(): Promise<void>
}

/** @throws Error `EADDRINUSE`, `EADDRNOTAVAIL` and the like, as node:net says it */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  host: string,
  port: number,
  patience: Patience = PATIENCE,
): Promise<Listening> {
  const server = serve({ fetch, hostname: host, port, serverOptions: { ...patience } }) as Server
  await once(server, 'listening')
  const name = isIP(host) === 6 ? `[${host}]` : host
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () => closeServer(server),
  }
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')

/**
 * Whether a request may ask for a host on a server that only this machine reaches.
 *
 * An address is no name, so that nobody can have resolved it to here; `localhost` and names below it never leave the machine
 * (RFC 6761 6.3).
 * @param names by which a proxy on this machine passes requests on
 */
export const ownHost =
  (names: readonly string[]) =>
  (name: string): boolean =>
    isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    names.includes(name)

/** Uploads that stand still hold up the end no longer than this. */
const GRACE = 10_000

/** Answers what is under way, then closes. */
const closeServer = (server: Server): Promise<void> =>
  new Promise((done, failed) => {
    const grace = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close((error) => {
      clearTimeout(grace)
      if (error) failed(error)
      else done()
    })
    server.closeIdleConnections()
  })
