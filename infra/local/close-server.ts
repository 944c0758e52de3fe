import type { Server } from 'node:http'

/** Uploads that stand still hold up the end no longer than this. */
const GRACE = 10_000

/** Answers what is under way, then closes. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((done, failed) => {
    const grace = setTimeout(() => server.closeAllConnections(), GRACE)
    server.close((error) => {
      clearTimeout(grace)
      if (error) failed(error)
      else done()
    })
    server.closeIdleConnections()
  })
