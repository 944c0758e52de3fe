import { Hono } from 'hono'
import { every } from 'hono/combine'
import { requestId } from 'hono/request-id'
import { TrieRouter } from 'hono/router/trie-router'
import { forRequest } from '../request-id.ts'
import { answersWithin } from './answer/answer-limit.ts'
import { pprofProblemOf } from './answer/pprof-error.ts'
import type { ApiEnv, Guard, PushDeps } from './api-deps.ts'
import { authenticator } from './caller/auth.ts'
import { hear } from './caller/hear.ts'
import { answersFor } from './caller/host.ts'
import { pathOf } from './caller/path-token.ts'

/** What every route stands in. */
export interface Frame {
  readonly app: Hono<ApiEnv>
  readonly guard: Guard
}

/**
 * An app without routes: request ids, own hosts, limits, refusals, and who may come in.
 *
 * Hono would build its RegExpRouter first, find that it cannot tell these paths apart, and take the TrieRouter.
 */
export function frame(deps: PushDeps): Frame {
  const app = new Hono<ApiEnv>({ getPath: pathOf, router: new TrieRouter() })
  const authenticated = authenticator(deps)
  const { room } = deps
  // Nobody takes up room without a token.
  const guard: Guard =
    room === undefined ? authenticated : (...scopes) => every(authenticated(...scopes), room)
  app.use(requestId())
  app.use((c, next) => forRequest(c.get('requestId'), next))
  if (deps.heard !== undefined) app.use(hear(deps.heard, deps.now))
  if (deps.isOwnHost !== undefined) app.use(answersFor(deps.isOwnHost))
  app.use(answersWithin(deps.answerLimit))
  app.onError(pprofProblemOf)
  return { app, guard }
}
