import { fileURLToPath } from 'node:url'
import { StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** One way to the tools, for the inspector and for the client of the SDK. */
export interface Way {
  readonly name: string
  /** Where the inspector finds the server of this URL: its last arguments. */
  target(url: string, token: string): readonly string[]
  transport(url: string, token: string): Transport
  /** How a token that may only push is refused. */
  readonly refusesToPush: Readonly<
    Record<(typeof ERAS)[number], { readonly exit: number; readonly says: string }>
  >
}

/** Revisions with `initialize`, and those without (2026-07-28), by the inspector's words. */
export const ERAS = ['legacy', 'modern'] as const

/** Exit codes of the inspector: the tool answered an error; the server wants another token. */
export const TOOL_ERROR = 5
const AUTH_REQUIRED = 3

const LACKS_READ = 'The token has the scope push; this needs read.'

export const WAYS: readonly Way[] = [
  {
    name: 'Streamable HTTP',
    target: (url, token) => ['--server-url', `${url}/mcp`, '--header', `Authorization: Bearer ${token}`],
    transport: (url, token) =>
      new StreamableHTTPClientTransport(new URL('/mcp', url), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    refusesToPush: {
      legacy: { exit: AUTH_REQUIRED, says: LACKS_READ },
      // Its first request asks for the revision, and of that answer it shows the status alone.
      modern: { exit: AUTH_REQUIRED, says: 'the server denied access (HTTP 403)' },
    },
  },
  {
    name: 'stdio',
    target: (url, token) => ['-e', `TIDEMARK_TOKEN=${token}`, process.execPath, MAIN, 'mcp', '--url', url],
    transport: (url, token) =>
      new StdioClientTransport({
        command: process.execPath,
        args: [MAIN, 'mcp', '--url', url],
        env: { TIDEMARK_TOKEN: token },
      }),
    refusesToPush: {
      legacy: { exit: TOOL_ERROR, says: LACKS_READ },
      modern: { exit: TOOL_ERROR, says: LACKS_READ },
    },
  },
]
