import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One request that came in. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Somebody who is told: an HTTP server on 127.0.0.1. */
export interface Receiver {
  readonly port: number
  readonly received: Received[]
  /** Statuses of the next answers, 0 for none at all; 200 behind them. */
  readonly answers: number[]
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: number[] = []
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        received.push({ path: request.url ?? '', headers: request.headers, body })
        const status = answers.shift() ?? 200
        if (status === 0) return
        response
          .writeHead(status, status === 302 ? { location: '/elsewhere' } : {})
          .end('secret of the receiver')
      },
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received,
    answers,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
