import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { tidemark, withFolder } from '#test/support/cli.ts'

const MODULE = fileURLToPath(new URL('go-gate', import.meta.url))

/** Runs Go tests with the TestMain of docs/gate.md, then the gate. @param only tests to run */
const gateAfter = (only: string) =>
  withFolder(async (home) => {
    await cp(MODULE, home, { recursive: true })
    const env = { ...process.env, GOFLAGS: '' }
    await promisify(execFile)('go', ['test', '-count=1', '-run', only, '.'], { cwd: home, env })
    return tidemark(['gate', '--before', 'before.txt', 'after.txt'], { home })
  })

describe('a real Go test', () => {
  test('that leaves workers behind does not pass', async () => {
    const { code, stdout } = await gateAfter('.')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^1 stack leaks, 2 goroutines \(\d+ → \d+ goroutines\)\n/)
    expect(stdout).toMatch(
      /\+2 {2}acme\.example\/shop\.\(\*Pool\)\.run\n.*pool\.go:14, go statement at .*pool\.go:9/,
    )
  })

  test('that closes what it opens passes', async () => {
    const { code, stdout } = await gateAfter('TestCloses')
    expect([code, stdout.split(' (')[0]]).toEqual([0, 'No goroutine leaks'])
  })
})
