import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dumpOf, goroutine } from '#test/gate/dumps.ts'
import { tidemark, withFolder } from '#test/support/cli.ts'

const POOL = ['acme.example/shop/pool.run']
const BEFORE = dumpOf(goroutine(1, POOL))
const AFTER = dumpOf(goroutine(1, POOL), goroutine(7, POOL))
/** What goleak prints of a test that leaks. */
const GOLEAK = `--- FAIL: TestPool (0.45s)
    pool_test.go:12: found unexpected goroutines:
        [Goroutine 7 in state chan receive, with acme.example/shop/pool.run on top of the stack:
        acme.example/shop/pool.run()
        \t/src/run.go:10 +0x1d
        created by acme.example/shop/pool.New in goroutine 6
        \t/src/pool.go:4 +0x1d
        ]
FAIL
`

const gate = (args: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  withFolder(async (home) => {
    for (const [name, text] of Object.entries({ before: BEFORE, after: AFTER, goleak: GOLEAK, ...files }))
      await writeFile(join(home, name), text)
    const ended = await tidemark(['gate', ...args], { home })
    const written = await Promise.all(
      ['summary', 'sarif'].map((name) => readFile(join(home, name), 'utf8').catch(() => '')),
    )
    return { ...ended, summary: written[0] ?? '', sarif: written[1] ?? '' }
  })

describe.concurrent('tidemark gate', () => {
  test('fails where goroutines are left, and says where', async () => {
    const { code, stdout, stderr } = await gate(['--before', 'before', 'after'])
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toBe(`1 stack leaks, 1 goroutine (1 → 2 goroutines)

+1  acme.example/shop/pool.run, 1 before
    at /src/run.go:10, go statement at /src/serve.go:20
`)
  })

  test('passes where nothing is left', async () => {
    const { code, stdout } = await gate(['--before', 'after', 'after'])
    expect([code, stdout]).toEqual([0, 'No goroutine leaks (2 → 2 goroutines)\n'])
  })

  test('takes the output of goleak', async () => {
    const { code, stdout } = await gate(['goleak'])
    expect(code).toBe(1)
    expect(stdout).toContain('+1  acme.example/shop/pool.run')
  })

  test('accepts what the settings in a file mean to stay', async () => {
    const settings = JSON.stringify({ intended: [{ top: POOL[0], reason: 'the pool' }] })
    const { code, stdout } = await gate(['--before', 'before', '--settings', 'settings', 'after'], {
      settings,
    })
    expect(code).toBe(0)
    expect(stdout).toContain('Accepted:\n  +1  acme.example/shop/pool.run: ')
  })

  test('writes the summary of the job and SARIF', async () => {
    const { summary, sarif } = await gate([
      '--before',
      'before',
      '--summary',
      'summary',
      '--sarif',
      'sarif',
      'after',
    ])
    expect(summary).toContain('## 1 stack leaks, 1 goroutine')
    expect(JSON.parse(sarif)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'goroutine-leak' }] }],
    })
  })

  test.each([
    [
      'dumps of two programs',
      ['--before', 'before', 'other'],
      'are dumps of two programs: they have no package of own code in common',
    ],
    ['what is no dump', ['--before', 'before', 'notes'], 'notes is refused'],
    ['a file that is not there', ['nowhere'], 'nowhere cannot be read'],
  ])('refuses %s by name', async (_, args, says) => {
    const other = dumpOf(goroutine(1, ['acme.example/other/mail.send']))
    const { code, stderr } = await gate(args, { other, notes: 'nothing to see here' })
    expect(code).toBe(1)
    expect(stderr).toContain(says)
  })
})
