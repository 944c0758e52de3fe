import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { lazy } from '#shared/lazy.ts'
import { type ApiCaller, ToolError } from '#shared/mcp/tool.ts'
import tidemark from '../../../package.json' with { type: 'json' }
import type { ApiEnv, Guard } from '../api-deps.ts'

/** Asks the API that this is a part of. */
export type AskApi = (request: Request) => Response | Promise<Response>

/**
 * `/mcp`: tools for coding agents, Streamable HTTP of the Model Context Protocol, without sessions. What a tool asks goes
 * through the API once more, with the token of its caller.
 */
export function mcpRoutes(guard: Guard, askApi: AskApi): Hono<ApiEnv> {
  // Nobody pays for the SDK who has no agent.
  const sdk = lazy(async () => ({
    ...(await import('@modelcontextprotocol/server')),
    ...(await import('#shared/mcp/server.ts')),
  }))
  return new Hono<ApiEnv>()
    .post('/', guard('read'), async (c) => {
      const { createMcpHandler, mcpServer } = await sdk()
      const api = callerOf(c.req.raw, askApi)
      const handler = createMcpHandler(() => mcpServer(api, tidemark.version))
      return handler.fetch(c.req.raw)
    })
    .all('/', guard('read'), (c) => {
      // Clients that keep sessions ask for a stream, and take 405 as "there is none" (MCP 2025-11-25, "Streamable HTTP").
      c.header('allow', 'POST')
      throw new Rejection('method-not-allowed', 'Send POST: the server keeps no session and no stream.')
    })
}

/** Headers that say who calls. */
const CREDENTIALS = ['authorization', 'cookie'] as const

function callerOf(outer: Request, askApi: AskApi): ApiCaller {
  const known = CREDENTIALS.flatMap((name) => {
    const value = outer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { ...Object.fromEntries(known), 'sec-fetch-site': 'same-origin' }
    const response = await askApi(new Request(new URL(path, outer.url), { ...init, headers }))
    const answer: unknown = await response.json()
    if (response.ok) return answer
    throw new ToolError((answer as { detail?: string }).detail ?? `The API answered ${response.status}.`)
  }
  return { get: (path) => ask(path), post: (path, body) => ask(path, { method: 'POST', body }) }
}
