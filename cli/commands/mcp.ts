import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { mcpServer } from '#shared/mcp/server.ts'
import { type ApiCaller, ToolError } from '#shared/mcp/tool.ts'
import tidemark from '../../package.json' with { type: 'json' }
import { type Command, Failure, UsageError } from '../command.ts'
import { ask, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'

export const mcp: Command = {
  name: 'mcp',
  summary: 'Serve the tools for coding agents on stdin and stdout (Model Context Protocol).',
  usage: 'tidemark mcp [--url URL]',
  options: { ...SERVER_OPTIONS },
  examples: ['claude mcp add tidemark -- tidemark mcp --url https://tidemark.example'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`mcp takes no operand, got ${positionals.join(' ')}`)
    const api = callerOf(await serverOf(values, terminal))
    const connection = serveStdio(() => mcpServer(api, tidemark.version), {
      onerror: (error) => terminal.note(error.message),
    })
    await new Promise<void>((resolve) => process.stdin.once('end', resolve).once('close', resolve))
    await connection.close()
    return 0
  },
}

function callerOf(server: Server): ApiCaller {
  const asked = async (method: 'GET' | 'POST', path: string, body?: Uint8Array) => {
    try {
      return await ask(server, method, path, body)
    } catch (error) {
      throw error instanceof Failure ? new ToolError(error.message) : error
    }
  }
  return {
    get: (path) => asked('GET', path),
    post: (path, body) => asked('POST', path, new TextEncoder().encode(body)),
  }
}
