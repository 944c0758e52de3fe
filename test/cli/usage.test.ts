import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, tidemark, withFolder } from '#test/support/cli.ts'

const COMMANDS = ['serve', 'push', 'replay', 'analyze', 'judge', 'report', 'token']
const DUMP = fixture('created-by-go121.txt')

describe.concurrent('help', () => {
  test.each([['help'], ['--help'], ['-h']])('%s lists every command and is done', async (word) => {
    const { code, stdout, stderr } = await tidemark([word])
    expect([code, stderr]).toEqual([0, ''])
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} +\\S.*\\.$`, 'm'))
  })

  test('is also the answer to no command at all, which is not done', async () => {
    const { code, stdout } = await tidemark([])
    expect([code, stdout]).toEqual([2, (await tidemark(['help'])).stdout])
  })

  test.each(COMMANDS)('of %s shows usage, options and examples, with either word order', async (command) => {
    const { code, stdout } = await tidemark([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`usage: tidemark ${command}`)
    expect(stdout).toMatch(/^ {2}--[a-z-]+( VALUE)? +\S/m)
    expect(stdout).toContain('examples:')
    expect((await tidemark(['help', command])).stdout).toBe(stdout)
  })

  test('of serve tells of the rounds of the judge', async () => {
    expect((await tidemark(['serve', '--help'])).stdout).toContain('--judge-every VALUE')
  })
})

describe.concurrent('a call that is written wrongly ends with 2, says what is wrong and how it is called:', () => {
  test.each([
    ['a command that is none', ['leak'], 'there is no command leak'],
    ...COMMANDS.map((name) => [`an unknown option of ${name}`, [name, '--wrong'], "'--wrong'"] as const),
    ['an option without its value', ['push', '--service'], '--service'],
    ['judge without a case', ['judge'], 'name one folder'],
    ['judge of two cases', ['judge', 'a', 'b'], 'name one folder'],
    ['replay without a case', ['replay'], 'name one folder'],
    ['analyze without a file', ['analyze'], 'name at least one file'],
    ['analyze of no stacks', ['analyze', '--top', '0', DUMP], '--top must be'],
    ['push without a service', ['push', DUMP], '--service is missing'],
    ['push without a file', ['push', '--service', 'a'], 'name at least one file'],
    ['serve with an operand', ['serve', 'here'], 'takes no operand, got here'],
    ['serve on a port that is a word', ['serve', '--port', 'http'], 'got http'],
    ['serve on a port behind the last', ['serve', '--port', '65536'], 'got 65536'],
    ['serve on a port that browsers refuse', ['serve', '--port', '6000'], '--port 6000 belongs to another'],
    ['serve with rounds of no time', ['serve', '--judge-every', '0'], 'got 0'],
    [
      'serve that keeps for less than open hours need',
      ['serve', '--keep-days', '2'],
      'from 3 to 3650, got 2',
    ],
    ['serve that keeps for ever', ['serve', '--keep-days', '3651'], 'from 3 to 3650, got 3651'],
    [
      'serve that keeps for a word',
      ['serve', '--keep-days', 'all'],
      'number of days from 3 to 3650, got all',
    ],
    ['serve in no room', ['serve', '--max-gb', '0'], 'number of GB from 0.1 to 100000, got 0'],
    ['serve in less than no room', ['serve', '--max-gb=-1'], 'from 0.1 to 100000, got -1'],
    ['serve in a word of room', ['serve', '--max-gb', '1GB'], 'got 1GB'],
  ] as const)('%s', async (_, args, says) => {
    const { code, stdout, stderr } = await tidemark(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
    expect(stderr).toMatch(/^usage: tidemark /m)
  })
})

describe.concurrent('a call that cannot be done ends with 1 and one sentence, without a stack:', () => {
  const cannot = async (args: readonly string[], says: string, home?: string): Promise<void> => {
    const { code, stdout, stderr } = await tidemark(args, home === undefined ? {} : { home })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  }

  test('a server that is not there', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => server.once('listening', done))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port was given')
    await new Promise((done) => server.close(done))
    const url = `http://127.0.0.1:${address.port}`
    const push = ['push', '--service', 'a', '--token', 't', '--url', url, DUMP]
    await cannot(push, `${url} cannot be reached: connect ECONNREFUSED`)
    expect((await tidemark(push)).stderr).toContain('Start one with: tidemark serve')
  })

  test('a token that is nowhere', () =>
    withFolder((home) => cannot(['push', '--service', 'a', DUMP], 'no token: set TIDEMARK_TOKEN', home)))

  test.each([
    ['push', ['push', '--service', 'a', '--token', 't', 'no-such-file'], 'no-such-file cannot be read'],
    ['analyze', ['analyze', 'no-such-file'], 'no-such-file cannot be read'],
    ['judge', ['judge', 'no-such-case'], 'holds no series.json'],
    ['replay', ['replay', 'no-such-case', '--token', 't'], 'series.json cannot be read'],
  ])('a file that %s does not find', (_, args, says) => cannot(args, says))

  test.each([
    ['is no JSON', '{', "series.json: Expected property name or '}'"],
    ['lacks its processes', '{"service":"a"}', 'series.json: processes: '],
    [
      'names a file outside',
      '{"service":"a","processes":[{"instance":"i","startedAt":"2026-09-07T00:00:00Z","profiles":[{"at":"2026-09-07T00:00:00Z","type":"goroutine","debug":0,"file":"../x"}]}]}',
      'must lie inside the case',
    ],
    [
      'names a file that is missing',
      '{"service":"a","processes":[{"instance":"i","startedAt":"2026-09-07T00:00:00Z","profiles":[{"at":"2026-09-07T00:00:00Z","type":"goroutine","debug":0,"file":"x.pb.gz"}]}]}',
      'x.pb.gz cannot be read',
    ],
  ])('a case that %s', (_, series, says) =>
    withFolder(async (home) => {
      await mkdir(join(home, 'case'))
      await writeFile(join(home, 'case', 'series.json'), series)
      await cannot(['judge', 'case'], says, home)
    }),
  )
})
