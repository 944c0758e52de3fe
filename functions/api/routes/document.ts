import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Operation } from '#shared/api/operation.ts'
import tidemark from '../../../package.json' with { type: 'json' }
import type { ApiEnv } from '../api-deps.ts'

/** `/openapi.json` for programs, `/docs` for people: the same table of operations. */
export function documentRoutes(): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/openapi.json', async (c) => {
      const { openApi } = await import('#shared/api/openapi.ts')
      const { OPERATIONS } = await import('#shared/api/operations.ts')
      return c.json(openApi(OPERATIONS, { url: new URL(c.req.url).origin, version: tidemark.version }))
    })
    .get('/docs', async (c) => {
      const { OPERATIONS } = await import('#shared/api/operations.ts')
      return c.html(html`<!doctype html>
<html lang="en">
<title>Tidemark: HTTP API</title>
<h1>HTTP API</h1>
<p>A token goes with every request, as "Authorization: Bearer TOKEN" or as the Basic password.
<a href="/openapi.json">openapi.json</a> has every parameter and shape, <a href="/docs/errors">errors</a> every reason to refuse.</p>
<table>
<thead><tr><th>method</th><th>path</th><th>scope</th><th>what</th></tr></thead>
<tbody>${OPERATIONS.map(line)}</tbody>
</table>
</html>`)
    })
}

const line = ({ method, path, scope, summary, query }: Operation) => {
  const names = Object.keys(query?.entries ?? {})
  const parameters = names.length === 0 ? '' : `?${names.join('&')}`
  return html`<tr><td>${method.toUpperCase()}</td><td><code>${path}${parameters}</code></td><td>${scope}</td><td>${summary}</td></tr>`
}
