import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { ApiEnv } from '../api-deps.ts'

/** `/healthz`: the process answers. `/readyz`: the table answers too. */
export function healthRoutes({ tokens }: Deps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      try {
        await tokens.find('readiness')
        return c.json({ status: 'ok' })
      } catch {
        return c.json({ status: 'the table does not answer' }, 503)
      }
    })
}
