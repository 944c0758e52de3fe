import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { diskFailureOf, failureOf, isDiskTrouble } from '#cli/agent/failure.ts'

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

test('a request that was given up says whose doing that was', async () => {
  expect(failureOf(new DOMException('x', 'TimeoutError'))).toBe('timeout')
  expect(failureOf(new DOMException('x', 'AbortError'))).toBe('stopped')
  expect(failureOf(Object.assign(new Error('x'), { code: 'EWHATEVER' }))).toBe('EWHATEVER')
})

describe('a disk that fails', () => {
  const error = (code: string) => Object.assign(new Error('/secret/path'), { code })

  test.each([
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'this user may not write there'],
    ['EPERM', 'this user may not write there'],
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk quota of this user is used up'],
    ['EIO', 'the disk does not read or write'],
  ])('with %s does so for a while', (code, says) => {
    expect([diskFailureOf(error(code)), isDiskTrouble(error(code))]).toEqual([says, true])
  })

  test.each([
    ['ENOENT', 'the folder is gone'],
    ['ENOTDIR', 'it is no folder'],
    ['EMFILE', 'EMFILE'],
  ])('with %s is no trouble of the disk', (code, says) => {
    expect([diskFailureOf(error(code)), isDiskTrouble(error(code))]).toEqual([says, false])
  })

  test('says no path', () => {
    for (const odd of [new Error('/secret/path'), '/secret/path', { code: 'ENOSPC' }])
      expect([diskFailureOf(odd), isDiskTrouble(odd)]).toEqual(['failed', false])
  })
})
