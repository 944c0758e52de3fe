import { Hono } from 'hono'
import { html } from 'hono/html'
import { REASONS, type Reason } from '#shared/api/reason.ts'
import type { ApiEnv } from '../api-deps.ts'

/** `/docs/errors`: where the `type` of every problem points to. */
export function errorRoutes(): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get('/docs/errors', (c) =>
    c.html(html`<!doctype html>
<html lang="en">
<title>Tidemark: why a request is refused</title>
<h1>Why a request is refused</h1>
<p>Every refusal is application/problem+json with one of these reasons; its detail names the limit, the actual value and what to do.</p>
<dl>${Object.keys(REASONS).map(entry)}</dl>
</html>`),
  )
}

const entry = (reason: string) => {
  const { status, title } = REASONS[reason as Reason]
  return html`<dt id="${reason}"><code>${reason}</code> (${status})</dt><dd>${title}.</dd>`
}
