import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nearest } from '#cli/nearest.ts'
import { systemFailure } from '#cli/system-failure.ts'
import { ended, fixture, start, tidemark, withFolder } from '#test/support/cli.ts'

test.each([['--version'], ['version']])('%s is that of the package', async (word) => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  expect(await tidemark([word])).toEqual({ code: 0, stdout: `tidemark ${version}\n`, stderr: '' })
})

describe('what was meant is guessed', () => {
  test.each([
    [['serv'], 'there is no command serv; did you mean serve?'],
    [['help', 'anlyze'], 'there is no command anlyze; did you mean analyze?'],
    [['serve', '--prot', '1'], "there is no option '--prot'; did you mean --port?"],
  ])('of %j', async (args, says) => {
    const { code, stderr } = await tidemark(args)
    expect([code, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining(says)])
  })

  test('only where it is near', () => {
    expect(nearest('leak', ['serve', 'judge', 'report'])).toBeUndefined()
    expect(nearest('x', ['serve'])).toBeUndefined()
  })
})

describe('paths mean the folder in which the person stands', () => {
  const args = ['analyze', 'dump.txt']
  const standing = (folder: string, settings: Readonly<Record<string, string>>) =>
    ended(start(args, '/', { INIT_CWD: folder, ...settings }))

  test('when npm starts a script of the repository in another', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'dump.txt'), await readFile(fixture('created-by-go121.txt')))
      const npm = { npm_package_name: 'tidemark', npm_lifecycle_event: 'tidemark' }
      expect(await standing(folder, npm)).toMatchObject({ code: 0, stderr: '' })
    }))

  test('and no other when the script is one of another project', () =>
    withFolder(async (folder) => {
      const npm = { npm_package_name: 'shop', npm_lifecycle_event: 'look' }
      expect((await standing(folder, npm)).stderr).toContain('dump.txt cannot be read')
    }))
})

describe('a failure that no command foresaw is a sentence', () => {
  test.each([
    ['ENOENT', { path: '/no/such' }, '/no/such does not exist'],
    ['EISDIR', { path: '/' }, '/ is a folder, not a file'],
    [
      'EADDRINUSE',
      { address: '127.0.0.1', port: 80 },
      '127.0.0.1:80 is taken: another program listens there',
    ],
  ])('%s', (code, facts, says) => {
    expect(systemFailure(Object.assign(new Error('call failed'), { code, ...facts }), false)).toBe(says)
  })

  test('anything else says how to see more, and then shows it', () => {
    const error = new Error('the table is upside down')
    expect(systemFailure(error, false)).toBe('the table is upside down (TIDEMARK_DEBUG=1 shows where)')
    expect(systemFailure(error, true)).toContain('manners.test.ts')
  })
})

describe('health', () => {
  const answering = async (status: number, use: (url: string) => Promise<void>): Promise<void> => {
    const server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1')
    await new Promise((done) => server.once('listening', done))
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.close()
  }

  test('of a server that is well', () =>
    answering(200, async (url) =>
      expect(await tidemark(['health', '--url', url])).toEqual({ code: 0, stdout: 'ok\n', stderr: '' }),
    ))

  test('of one that is not', () =>
    answering(503, async (url) =>
      expect(await tidemark(['health', '--ready', '--url', url])).toMatchObject({
        code: 1,
        stderr: `tidemark health: ${url}/readyz answered 503\n`,
      }),
    ))

  test('of one that is not there', async () => {
    const { code, stderr } = await tidemark(['health', '--url', 'http://127.0.0.1:9'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('http://127.0.0.1:9 cannot be reached')])
  })
})
