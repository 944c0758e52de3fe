import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tidemark, withFolder } from '#test/support/cli.ts'
import { goroutineText } from '#test/support/read-dumps.ts'

const send = (id: number): string => goroutineText(id, 'chan send, 29 minutes', ['main.ask.func1'], 1)
const stamped = (time: string, text: string): string =>
  text
    .split('\n')
    .map((line) => `${time} ${line}`)
    .join('\n')
const byPod = (pod: string, text: string): string =>
  text
    .split('\n')
    .map((line) => `${pod} | ${line}`)
    .join('\n')

const analyze = (files: Readonly<Record<string, string>>, args: readonly string[] = []) =>
  withFolder(async (home) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text)
    return tidemark(['analyze', ...args, ...Object.keys(files)], { home })
  })
const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const LOG = [
  stamped('2026-11-18T12:00:00Z', send(7) + send(8)),
  '2026-11-18T12:30:00Z listening on :8080',
  stamped('2026-11-18T13:00:00Z', send(7) + send(8) + send(11)),
].join('\n')

describe.concurrent('tidemark analyze of several dumps', () => {
  test('is a line a dump, the newest last, and one line that compares them', async () => {
    const { code, stdout, stderr } = await analyze({ 'app.log': LOG }, ['--json'])
    expect([code, stderr]).toEqual([0, ''])
    const [first, second, last, ...more] = linesOf(stdout)
    expect(more).toEqual([])
    expect([first, second]).toMatchObject([
      { file: 'app.log', goroutines: 2, at: '2026-11-18T12:00:00.000Z' },
      { file: 'app.log', goroutines: 3, at: '2026-11-18T13:00:00.000Z' },
    ])
    expect(last.comparison).toMatchObject({
      base: 2,
      target: 3,
      change: 1,
      minutes: 60,
      perHour: 1,
      goroutines: { stayed: 2, came: 1, went: 0, oldest: 29 },
    })
  })

  test('shows the newest, and below it what grew and who stayed', async () => {
    const { stdout } = await analyze({ 'app.log': LOG })
    expect(stdout).toMatch(
      /^app\.log: 3 goroutines in 1 stack \(goroutine, debug=2\), taken 2026-11-18T13:00/,
    )
    expect(stdout).toContain('2 → 3 goroutines (+1, +1.0 per hour): 1 stack grew, 0 fell')
    expect(stdout).toContain('/src/main.go:9, go statement /src/main.go:8  2 stayed (oldest 29 min), 1 came')
  })

  test('compares files of one process', async () => {
    const { stdout } = await analyze({ 'before.txt': send(7), 'after.txt': send(7) + send(8) }, ['--json'])
    expect(linesOf(stdout).at(-1).comparison).toMatchObject({ base: 1, target: 2 })
  })

  test('tells pods of one log apart, and compares neither with the other', async () => {
    const log = `${byPod('web-1', send(7) + send(8))}\n${byPod('web-2', send(7))}`
    const lines = linesOf((await analyze({ 'app.log': log }, ['--json'])).stdout)
    expect(lines.slice(0, 2).map(({ source, goroutines }) => [source, goroutines])).toEqual([
      ['web-1', 2],
      ['web-2', 1],
    ])
    expect(lines.at(-1)).toMatchObject({
      comparison: null,
      processes: [{ source: 'web-1' }, { source: 'web-2' }],
    })
  })

  test('reads what can be read, and says what cannot', async () => {
    const { code, stdout, stderr } = await analyze({ 'a.txt': send(7), 'b.txt': '<html>502</html>\n' })
    expect([code, stdout]).toEqual([1, expect.stringContaining('a.txt: 1 goroutine in')])
    expect(stderr).toMatch(/^tidemark analyze: b\.txt is refused \([a-z-]+\): .+\n$/)
  })

  test('prints names without what moves a cursor or turns a direction', async () => {
    const { stdout } = await analyze({ 'a.txt': send(7).replaceAll('main.ask', 'main.a\u202esk\u001b[2J') })
    for (const hidden of ['\u202e', '\u001b']) expect(stdout).not.toContain(hidden)
    const json = await analyze({ 'a.txt': send(7).replaceAll('main.ask', 'main.a\u202esk') }, ['--json'])
    expect(json.stdout).not.toContain('\u202e')
  })
})

test('tidemark diff takes the newest dump of a file, says so, and follows goroutines', () =>
  withFolder(async (home) => {
    await writeFile(join(home, 'before.txt'), send(7))
    await writeFile(join(home, 'app.log'), LOG)
    const { code, stdout, stderr } = await tidemark(['diff', 'before.txt', 'app.log'], { home })
    expect([code, stderr]).toEqual([0, 'app.log holds 2 dumps: the newest is compared\n'])
    expect(stdout).toContain('main.ask.func1  [chan send]  /src/main.go:9, go statement /src/main.go:8')
    expect(stdout).toContain('1 stayed (oldest 29 min), 2 came')
  }))
