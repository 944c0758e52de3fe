import { McpServer } from '@modelcontextprotocol/server'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type ApiCaller, bounded, type Tool, ToolError } from './tool.ts'
import { analyzeDump } from './tools/analyze-dump.ts'
import { compare } from './tools/compare.ts'
import { explainFinding } from './tools/explain-finding.ts'
import { getStack } from './tools/get-stack.ts'
import { listFindings } from './tools/list-findings.ts'
import { verifyFix } from './tools/verify-fix.ts'

const INSTRUCTIONS =
  'Tidemark watches Go services for goroutine leaks. Start with list_findings, read one with explain_finding, mend the code, deploy, then call verify_fix until it says yes or no.'

/** A server with all tools, for one request or one connection. @param version of Tidemark */
export function mcpServer(api: ApiCaller, version: string): McpServer {
  const server = new McpServer({ name: 'tidemark', version }, { instructions: INSTRUCTIONS })
  register(server, listFindings, api)
  register(server, explainFinding, api)
  register(server, getStack, api)
  register(server, compare, api)
  register(server, analyzeDump, api)
  register(server, verifyFix, api)
  return server
}

function register<Input extends Tool['input']['entries']>(
  server: McpServer,
  { name, title, description, input, run }: Tool<Input>,
  api: ApiCaller,
): void {
  const annotations = { readOnlyHint: true, openWorldHint: false }
  server.registerTool(
    name,
    { title, description, inputSchema: toStandardJsonSchema(input), annotations },
    async (given) => {
      try {
        return { content: [{ type: 'text', text: bounded(await run(given, api)) }] }
      } catch (error) {
        if (!(error instanceof ToolError)) throw error
        return { content: [{ type: 'text', text: error.message }], isError: true }
      }
    },
  )
}
