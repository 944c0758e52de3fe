import { createMiddleware } from 'hono/factory'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiEnv } from '../api-deps.ts'

/**
 * Answers requests for hosts that are this server's, and no others.
 *
 * A page of another site can have its own name resolved to this machine (DNS rebinding): to a browser both are one origin
 * then, and only the name in Host tells them apart.
 * @throws Rejection `misdirected`
 */
export const answersFor = (isOwnHost: (name: string) => boolean) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const host = c.req.header('host')
    if (host !== undefined && !isOwnHost(nameIn(host)))
      throw new Rejection(
        'misdirected',
        'This server is asked by its address, as localhost, or by a name that `tidemark serve --name` gives it.',
        { actual: host.slice(0, 200) },
      )
    await next()
  })

/** `tidemark.example:4180` and `[::1]:4180` without the port. */
const nameIn = (host: string): string => host.replace(/:\d+$/, '').toLowerCase()
