import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Ended, SHOPFRONT, tidemark, withFolder } from '#test/support/cli.ts'

interface Answer {
  readonly findings: readonly {
    readonly tier: string
    readonly stack: readonly string[]
    readonly twins: readonly string[][]
    readonly cause: string | null
    readonly since: string
    readonly perHour: number
  }[]
  readonly others: readonly {
    readonly stack: readonly string[]
    readonly verdict: string
    readonly why: string
  }[]
}

const readJson = async (name: string) => JSON.parse(await readFile(join(SHOPFRONT, name), 'utf8'))

describe('tidemark judge of the recorded incident', () => {
  let ended: Ended
  let answer: Answer
  beforeAll(async () => {
    ended = await tidemark(['judge', SHOPFRONT, '--json'])
    answer = JSON.parse(ended.stdout)
  })

  test('is one document on stdout and nothing beside it', () => {
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1)
  })

  test('finds the one leak that there is: its stack, its twin and its cause', async () => {
    const { leaks } = await readJson('truth.json')
    expect(answer.findings).toHaveLength(1)
    const [found] = answer.findings
    expect(found).toMatchObject({ tier: 'probable', cause: leaks[0].cause, processes: 1 })
    const leafsAndRoots = [found?.stack ?? [], ...(found?.twins ?? [])].map((stack) => stack.at(-1))
    expect(leafsAndRoots.sort()).toEqual(leaks[0].any.toSorted())
  })

  test('says how fast and since when, close to the truth', async () => {
    const { leaks } = await readJson('truth.json')
    const { processes } = await readJson('series.json')
    const [{ perHour, since }] = answer.findings as [Answer['findings'][number]]
    expect(Math.abs(perHour - leaks[0].perHour)).toBeLessThan(0.15 * leaks[0].perHour)
    const [{ startedAt, profiles }] = processes
    const span = Date.parse(profiles.at(-1).at) - Date.parse(startedAt)
    expect(Math.abs(Date.parse(since) - Date.parse(leaks[0].since))).toBeLessThan(0.05 * span)
  })

  test('leaves what swings in peace, and says why', async () => {
    const { quiet } = await readJson('truth.json')
    for (const { stack } of answer.findings)
      expect(quiet.filter((name: string) => stack.includes(name))).toEqual([])
    expect(answer.others.length).toBeGreaterThan(3)
    for (const { why } of answer.others) expect(why).not.toBe('')
  })

  test('for a person has the same verdict in words, and no colour where nobody looks', async () => {
    const { code, stdout, stderr } = await tidemark(['judge', SHOPFRONT])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^● probable {2}shopfront: 2,988 goroutines in two stacks, in idle keep-alive connections, /,
    )
    for (const part of ['(with 1 twin)', 'Why this verdict', 'Before', 'After', 'Other stacks: ']) {
      expect(stdout).toContain(part)
    }
    expect(stdout).not.toContain('\x1b')
  })
})

describe('tidemark judge of a case with a broken file', () => {
  const process = 'shopfront-6c5d7-9hq2n'

  test.each([
    ['profile', join('profiles', process, '1', '0003.pb.gz')],
    ['socket table', join('sockets', process, '1', '0005.lsof.txt.gz')],
  ])('names the %s and the reason', (_, name) =>
    withFolder(async (home) => {
      await cp(SHOPFRONT, join(home, 'case'), { recursive: true })
      await writeFile(join(home, 'case', name), 'neither this nor that')
      const { code, stdout, stderr } = await tidemark(['judge', 'case'], { home })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain(`${name} is refused (unknown-format): `)
    }),
  )

  test('names the member of its series.json that is none', () =>
    withFolder(async (home) => {
      const series = await readJson('series.json')
      series.processes[0].sockets[1].tool = 'top'
      await mkdir(join(home, 'case'))
      await writeFile(join(home, 'case', 'series.json'), JSON.stringify(series))
      const { code, stderr } = await tidemark(['judge', 'case'], { home })
      expect(code).toBe(1)
      expect(stderr).toContain('processes.0.sockets.1.tool')
    }))
})

describe('tidemark judge with the settings of a service', () => {
  const judged = (settings: string) =>
    withFolder(async (folder) => {
      const file = join(folder, 'settings.json')
      await writeFile(file, settings)
      return tidemark(['judge', SHOPFRONT, '--settings', file, '--json'])
    })

  test('calls intended what they call so, and names the pattern', async () => {
    const { stdout } = await judged(JSON.stringify({ intended: [{ any: '**.readLoop' }] }))
    const { findings, others } = JSON.parse(stdout) as Answer
    expect(findings.flatMap(({ stack }) => stack).filter((frame) => frame.endsWith('.readLoop'))).toEqual([])
    const meant = others.filter(({ verdict }) => verdict === 'intended')
    expect(meant.map(({ why }) => why)).toContain('the settings mark any frame **.readLoop as intended')
  })

  test('refuses a file that holds no settings', async () => {
    const { code, stderr } = await judged('{"window": 3}')
    expect(code).toBe(1)
    expect(stderr).toContain('settings.json holds no settings: The member window is not known')
  })
})
