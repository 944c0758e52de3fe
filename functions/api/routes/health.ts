import { Hono } from 'hono'
import type { ApiDeps, ApiEnv } from '../api-deps.ts'

/** `/healthz`: the process answers. `/readyz`: the table answers too, and what is pushed can be stored. */
export function healthRoutes({ tokens, trouble }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      try {
        await tokens.find('readiness')
        const found = trouble?.()
        return found === undefined ? c.json({ status: 'ok' }) : c.json({ status: found }, 503)
      } catch {
        return c.json({ status: 'the table does not answer' }, 503)
      }
    })
}
