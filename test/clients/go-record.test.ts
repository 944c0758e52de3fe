import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plan } from '#bench/verdicts/programs/errgroup-thumbs/plan.ts'
import { build, record } from '#bench/verdicts/programs/record.ts'
import { readCase } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import { withFolder } from '#test/support/cli.ts'

test('a program records itself, and what it loses can be judged', () =>
  withFolder(async (home) => {
    const [first] = plan.processes
    const quick = { ...plan, timeScale: 3600, processes: first === undefined ? [] : [{ ...first, from: 0 }] }
    const directory = join(home, 'case')
    await record(quick, await build('errgroup-thumbs', home), directory, 12)
    const { service, processes } = await readCase(directory)
    expect([service, processes.map(({ version }) => version)]).toEqual(['albums', ['5.5.0']])
    const [{ profiles }] = processes as [(typeof processes)[0]]
    expect(profiles.length).toBeGreaterThan(40)
    expect(profiles.every(({ debug, type }) => debug === 0 && type === 'goroutine')).toBe(true)
    const { leaks } = JSON.parse(await readFile(join(directory, 'truth.json'), 'utf8'))
    expect(leaks).toEqual([expect.objectContaining({ any: plan.leaks.listers?.any, cause: '171' })])
    expect(leaks[0].perHour).toBeGreaterThan(10)
    const { verdicts } = await judgeCase(directory, () => undefined)
    expect(verdicts.flatMap(({ members }) => members[0].stack)).toContain('main.thumbs')
  }))
