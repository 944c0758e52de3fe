import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, SHOPFRONT, tidemark } from '#test/support/cli.ts'

interface Analysis {
  readonly type: string
  readonly debug: number
  readonly goroutines: number
  readonly stacks: readonly {
    readonly frames: readonly string[]
    readonly count: number
    readonly states: Readonly<Record<string, number>>
    readonly twins: readonly string[]
    readonly id: string
    readonly sockets: string | null
    readonly cause: { readonly id: string } | null
  }[]
  readonly problems: readonly unknown[]
  readonly proves: readonly string[]
}

async function analysisOf(file: string): Promise<Analysis> {
  const { code, stdout, stderr } = await tidemark(['analyze', '--json', file])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

const dumpOf = (file: string): string => join(SHOPFRONT, 'profiles', 'shopfront-6c5d7-9hq2n', '1', file)
const countOf = ({ stacks }: Analysis, frame: string): number | undefined =>
  stacks.find(({ frames }) => frames.includes(frame))?.count

describe.concurrent('tidemark analyze', () => {
  test.each([
    ['debug=0', 'go1.24.goroutine.debug0.pb.gz', 0, 'no waiting times and no creators'],
    ['debug=1', 'go1.24.goroutine.debug1.txt', 1, 'names no wait states'],
    ['debug=2', 'go1.24.goroutine.debug2.txt', 2, 'whole minutes since the first garbage collection'],
  ])(
    'counts the same goroutines in %s, and says what that form leaves open',
    async (_, name, debug, limit) => {
      const analysis = await analysisOf(fixture(name))
      expect(analysis).toMatchObject({ type: 'goroutine', debug, problems: [] })
      expect(analysis.stacks.reduce((sum, { count }) => sum + count, 0)).toBe(analysis.goroutines)
      expect(
        ['main.worker', 'main.generic[...]', 'main.recv'].map((frame) => countOf(analysis, frame)),
      ).toEqual([40, 40, 6])
      expect(analysis.proves.join('\n')).toContain(limit)
      expect(analysis.proves[0]).toContain('Nothing is proven leaked')
    },
  )

  test('reads states where the dump has them, and from the runtime frames where it has none', async () => {
    for (const name of ['go1.24.goroutine.debug0.pb.gz', 'go1.24.goroutine.debug2.txt']) {
      const { stacks } = await analysisOf(fixture(name))
      const worker = stacks.find(({ frames }) => frames.includes('main.worker'))
      expect(worker?.states).toEqual({ 'chan send': 40 })
    }
  })

  test('knows the twins of a transport and their cause in one dump, and that it proves no growth', async () => {
    const analysis = await analysisOf(dumpOf('0240.debug2.txt'))
    const [first, second] = analysis.stacks
    expect([first, second]).toMatchObject([
      { count: 1455, twins: [second?.id], cause: { id: '2' } },
      { count: 1455, twins: [first?.id], cause: { id: '2' } },
    ])
    expect(analysis.proves[0]).toContain('not whether they grow')
  })

  const tablesOf = (...tools: readonly string[]): string[] =>
    tools.flatMap((tool) => [
      '--sockets',
      join(SHOPFRONT, 'sockets', 'shopfront-6c5d7-9hq2n', '1', `0005.${tool}.txt.gz`),
    ])

  test('says which connections are as many as the goroutines that hold one, since when', async () => {
    const tables = tablesOf('lsof', 'proc-fd')
    const { code, stdout } = await tidemark(['analyze', '--json', ...tables, dumpOf('0240.debug2.txt')])
    expect(code).toBe(0)
    const { stacks }: Analysis = JSON.parse(stdout)
    const sentence = expect.stringMatching(/^1,456 sockets ESTABLISHED to 127\.0\.0\.11:80, oldest open .+$/)
    expect(stacks.slice(0, 2)).toMatchObject([
      { count: 1455, sockets: sentence },
      { count: 1455, sockets: sentence },
    ])
    const served = stacks.filter(({ frames }) => frames.includes('net/http.(*conn).serve'))
    expect(served.length).toBeGreaterThan(0)
    for (const { sockets } of stacks.slice(2)) expect(sockets).toBeNull()
  })

  test('counts a connection that two tools print once, and prints the sentence under its stack', async () => {
    const tables = tablesOf('netstat', 'lsof')
    const { stdout } = await tidemark(['analyze', '--top', '1', ...tables, dumpOf('0240.debug2.txt')])
    expect(stdout).toMatch(
      /^ {4}twins: .+\n {4}1,4\d\d sockets ESTABLISHED to 127\.0\.0\.11:80\n {4}known as/m,
    )
  })

  test('says nothing of sockets without a table', async () => {
    const { stacks } = await analysisOf(dumpOf('0240.debug2.txt'))
    expect(stacks.map(({ sockets }) => sockets)).toEqual(stacks.map(() => null))
  })

  test('refuses a socket file that is none by its name and reason', async () => {
    const dump = dumpOf('0240.debug2.txt')
    const { code, stdout, stderr } = await tidemark(['analyze', '--sockets', fixture('html.txt'), dump])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^tidemark analyze: \S+html\.txt is refused \(unknown-format\): .+\n$/)
  })

  test('tells what the runtime has proven', async () => {
    const { type, proves } = await analysisOf(fixture('go1.27.goroutineleak.debug0.pb.gz'))
    expect(type).toBe('goroutineleak')
    expect(proves[0]).toMatch(/^The runtime proves \d+ goroutines leaked/)
  })

  test('for a person shows the biggest stacks, without colour where nobody looks', async () => {
    const file = fixture('go1.24.goroutine.debug2.txt')
    const { code, stdout } = await tidemark(['analyze', '--top', '2', file])
    expect(code).toBe(0)
    expect(stdout).toContain(`${file}: 122 goroutines in 8 stacks (goroutine, debug=2)`)
    expect(stdout).toContain('40  chan send\n    main.worker\n    created by main.main')
    expect(stdout).toContain('… 42 more goroutines in 6 stacks; --top 8 shows them')
    expect(stdout).not.toContain('\x1b')
  })

  test('names the lines that it could not read', async () => {
    const { code, stdout } = await tidemark(['analyze', fixture('partial-last-block.txt')])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^1 places? could not be read:\n {2}line \d+: /m)
  })

  test('reads one dump from stdin', async () => {
    const input = await readFile(fixture('go1.24.goroutine.debug0.pb.gz'))
    const { code, stdout } = await tidemark(['analyze', '--json', '-'], { input })
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { file: '-', goroutines: expect.any(Number) }])
  })

  test.each([
    ['a heap profile', fixture('debug1.heap.txt'), 'not-a-goroutine-profile'],
    ['a page of a proxy', fixture('html.txt'), 'unknown-format'],
    ['a dump without a goroutine', fixture('no-readable-goroutine.txt'), 'malformed-profile'],
  ])('refuses %s by its reason', async (_, file, reason) => {
    const { code, stdout, stderr } = await tidemark(['analyze', file])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^tidemark analyze: \\S+ is refused \\(${reason}\\): .+\\n$`))
  })

  test.each([
    ['a dump and settings', ['--settings', '-', '-']],
    ['a dump and a table of sockets', ['--sockets', '-', '-']],
    ['two dumps', ['-', '-']],
  ])('refuses %s from one stdin', async (_, args) => {
    const { code, stderr } = await tidemark(['analyze', ...args], { input: '' })
    expect([code, stderr]).toEqual([2, expect.stringContaining('- is stdin, which holds one thing')])
  })

  test('refuses an empty stdin', async () => {
    const { code, stderr } = await tidemark(['analyze', '-'])
    expect(code).toBe(1)
    expect(stderr).toContain('- is refused (empty-body)')
  })
})
