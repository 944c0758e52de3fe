import { Hono } from 'hono'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /v1/analyze`: what dumps say, as `tidemark analyze` says it. Nothing is stored. */
export function analyzeRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('read'), async (c) => {
    const { readLimits, socketLimits } = deps
    const how = { contentType: c.req.header('content-type'), readLimits, socketLimits, now: deps.now() }
    const json = await deps.analyzeBody(await readBody(c, deps.bodyLimit), how)
    return c.body(json, 200, { 'content-type': 'application/json' })
  })
}
