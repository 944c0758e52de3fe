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
    ['debug=1', 'go1.24.goroutine.debug1.txt', 1, 'hides wait states'],
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

  test('refuses an empty stdin', async () => {
    const { code, stderr } = await tidemark(['analyze', '-'])
    expect(code).toBe(1)
    expect(stderr).toContain('- is refused (empty-body)')
  })
})
