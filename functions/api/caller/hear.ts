import type { MiddlewareHandler } from 'hono'
import type { ApiEnv, Heard } from '../api-deps.ts'

/** Milliseconds from which a request is slow. */
const SLOW = 1_000

/** Tells of each request that was refused or slow; not of those without a valid token, which nobody can be asked about. */
export function hear(tell: (heard: Heard) => void, now: () => number): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const began = now()
    await next()
    const { status } = c.res
    const milliseconds = now() - began
    if (status === 401 || (status < 400 && milliseconds < SLOW)) return
    const caller: ApiEnv['Variables']['caller'] | undefined = c.get('caller')
    tell({ tenant: caller?.tenant, method: c.req.method, path: c.req.path, status, milliseconds })
  }
}
