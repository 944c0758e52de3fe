import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect, test } from 'vitest'
import { listen } from '#infra/local/http-server.ts'
import { testApi } from '#test/support/api.ts'
import { leakingService } from '#test/support/leak.ts'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

test('tidemark mcp serves the tools to an agent that starts it', async () => {
  const api = await testApi()
  await leakingService(api, 'checkout', 12)
  const server = await listen(api.app.fetch, '127.0.0.1', 0)
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN, 'mcp', '--url', server.url],
    env: { TIDEMARK_TOKEN: await api.token({ scopes: ['read'] }) },
  })
  const client = new Client({ name: 'test', version: '1' })
  try {
    await client.connect(transport)
    const { content } = await client.callTool({ name: 'list_findings', arguments: {} })
    expect(content).toMatchObject([
      { type: 'text', text: expect.stringContaining('@checkout  probable, new') },
    ])
    const refused = await client.callTool({ name: 'compare', arguments: { service: 'nobody' } })
    expect(refused.isError).toBe(true)
  } finally {
    await client.close()
    await server.close()
  }
})
