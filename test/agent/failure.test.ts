import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { failureOf } from '#cli/agent/failure.ts'

/** Why a request of an address fails. */
const why = (url: string): Promise<string> =>
  fetch(url, { signal: AbortSignal.timeout(20_000) }).then(() => 'it did not', failureOf)

/** Runs `use` with a port on which each connection is answered so. */
async function withAnswer<Result>(answer: string, use: (port: number) => Promise<Result>): Promise<Result> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use((server.address() as { port: number }).port)
  } finally {
    server.close()
  }
}

describe('a request that fails', () => {
  test('says that nothing listens there', async () => {
    const port = await withAnswer('', async (free) => free)
    expect(await why(`http://127.0.0.1:${port}/`)).toBe('nothing listens there (ECONNREFUSED)')
  })

  test('says that no client may use the port', async () => {
    expect(await why('http://127.0.0.1:1/')).toBe(
      'HTTP clients refuse this port: let the program listen on another',
    )
  })

  test('says that the other side speaks no HTTP, or nothing at all', async () => {
    expect(await withAnswer('SSH-2.0-OpenSSH\r\n\r\n', (port) => why(`http://127.0.0.1:${port}/`))).toBe(
      'it speaks no HTTP (HTTPParserError)',
    )
    expect(await withAnswer('', (port) => why(`http://127.0.0.1:${port}/`))).toBe(
      'the connection was closed before an answer came (UND_ERR_SOCKET)',
    )
  })

  test('has the name of an error that nobody foresaw, and never its message', () => {
    expect(failureOf(new RangeError('http://user:password@host'))).toBe('RangeError')
    expect(failureOf('odd')).toBe('failed')
  })
})
