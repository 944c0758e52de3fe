import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DAY, iso, MINUTE } from '#shared/time.ts'
import { fixture, SHOPFRONT, start, tidemark } from '#test/support/cli.ts'
import { pages } from '#test/support/pages.ts'
import { goroutineText } from '#test/support/read-dumps.ts'
import { type Served, serve } from '#test/support/serve.ts'

const DUMP = fixture('go1.24.goroutine.debug0.pb.gz')
let home: string
let served: Served
let now: number

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
  now = await served.now()
})
afterAll(async () => {
  await served.stop()
  await rm(home, { recursive: true })
})

const at = (): string[] => ['--url', served.url, '--data', served.data]

describe('tidemark push', () => {
  const facts = () => ['--service', 'pushed', '--instance', 'pod-1', '--version', 'v1', '--at', iso(now)]

  test('sends a file with the token of the data folder, and says what became of it', async () => {
    const push = ['push', ...facts(), ...at(), DUMP]
    const [first, second] = [await tidemark(push, { home }), await tidemark(push, { home })]
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /go1\.24\.goroutine\.debug0\.pb\.gz: stored, \d+ goroutines in \d+ stacks, \d+ of them new\n$/,
    )
    expect(second.stdout).toContain(': duplicate, ')
  })

  test('sends stdin as -, and prints the whole answer as JSON', async () => {
    const input = await readFile(fixture('partial-last-block.txt'))
    const pushed = await tidemark(['push', ...facts(), ...at(), '--json', '-'], { home, input })
    expect(JSON.parse(pushed.stdout)).toMatchObject({
      decision: 'stored',
      debug: 2,
      goroutines: 2,
      problems: [{ line: expect.any(Number) }],
      next: { afterSeconds: 60 },
    })
  })

  test('sends a file that is too large for a push by way of an upload, and says the same of it', async () => {
    const block = (id: number) => `goroutine ${id} [chan receive]:\nmain.large(...)\n\t/a.go:1\n\n`
    const count = Math.ceil(4_600_000 / block(1).length)
    const large = join(home, 'large.debug2.txt')
    await writeFile(large, Array.from({ length: count }, (_, i) => block(i + 1)).join(''))
    const push = ['push', ...facts(), '--instance', 'pod-large', ...at(), large]
    const [first, second] = [await tidemark(push, { home }), await tidemark(push, { home })]
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toBe(
      `${large}: stored, ${count.toLocaleString('en-US')} goroutines in 1 stack, 1 of them new\n`,
    )
    expect(second.stdout).toContain(': duplicate, ')
    await writeFile(large, 'no dump\n'.repeat(600_000))
    const refused = await tidemark(push, { home })
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(
      /^tidemark push: http\S+ refused the upload \(unknown-format\): The body .+\n$/,
    )
  })

  const dumpText = (...ids: readonly number[]): string =>
    ids.map((id) => goroutineText(id, 'chan send, 29 minutes', ['main.ask.func1'], 1)).join('')
  const pushLog = async (name: string, text: string, args: readonly string[] = []) => {
    await writeFile(join(home, name), text)
    return tidemark(['push', '--service', name, ...args, ...at(), name], { home })
  }

  test('makes a series of a log: each dump with its time, as the pod that the log names', async () => {
    const minutesAgo = (minutes: number) => iso(now - minutes * MINUTE).slice(0, 19)
    const prefixed = (pod: string, time: string, text: string) => text.replaceAll(/^/gm, `${pod} | ${time}Z `)
    const [early, late] = [minutesAgo(40), minutesAgo(20)]
    const log = [
      prefixed('web-1', early, dumpText(7)),
      prefixed('web-2', early, dumpText(7, 8)),
      prefixed('web-1', late, dumpText(7, 8, 9)),
    ].join('\n')
    const { code, stdout, stderr } = await pushLog('series.log', log)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.trimEnd().split('\n').sort()).toEqual([
      expect.stringContaining(`series.log, web-1 at ${early}.000Z: stored, 1 goroutine in`),
      expect.stringContaining(`series.log, web-1 at ${late}.000Z: stored, 3 goroutines`),
      expect.stringContaining(`series.log, web-2 at ${early}.000Z: stored, 2 goroutines`),
    ])
  })

  test('takes the newest of several dumps without times, and says so', async () => {
    const { code, stdout, stderr } = await pushLog('twice.txt', dumpText(7, 8) + dumpText(7, 8, 9))
    expect([code, stderr]).toEqual([0, 'twice.txt holds 2 dumps and no times: the newest is pushed\n'])
    expect(stdout).toMatch(/^twice\.txt: stored, 3 goroutines in 1 stack/)
  })

  test('takes no one time or instance for several', async () => {
    const log = dumpText(7).replaceAll(/^/gm, 'web-1 | ') + dumpText(8).replaceAll(/^/gm, '\nweb-2 | ')
    const { code, stderr } = await pushLog('pods.log', log, ['--instance', 'x'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('holds dumps of 2: leave it out')])
  })

  test('ends with 1 and the reason where the server refuses', async () => {
    const refused = await tidemark(['push', ...facts(), ...at(), fixture('debug1.heap.txt')], { home })
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^tidemark push: http\S+ answered 422 \(not-a-goroutine-profile\): .+\n$/)
    const stranger = await tidemark(['push', ...facts(), ...at(), '--token', 'guess', DUMP], { home })
    expect(stranger.stderr).toContain('answered 401 (unauthenticated): Send a valid token')
  })
})

describe('tidemark replay', () => {
  const replay = ['replay', SHOPFRONT]
  const listed = () => {
    const from = iso(now - 6 * DAY)
    return pages(served, `/v1/services/shopfront/profiles?limit=1000&from=${from}`)
  }

  test('that was killed goes on with the same times and sends nothing twice', async () => {
    const first = start([...replay, ...at()], home)
    const closed = once(first, 'close')
    await vi.waitFor(async () => expect((await listed()).length).toBeGreaterThan(20), {
      timeout: 45_000,
      interval: 20,
    })
    first.kill('SIGKILL')
    await closed
    const before = await listed()
    const { code, stdout } = await tidemark([...replay, ...at(), '--json'], { home })
    const { profiles, stored } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(stored).toBeLessThan(profiles)

    const after = await listed()
    expect(after).toHaveLength(profiles)
    expect(after.slice(0, before.length)).toEqual(before)
    const series = JSON.parse(await readFile(join(SHOPFRONT, 'series.json'), 'utf8'))
    const times: number[] = series.processes[0].profiles.map(({ at: time }: { at: string }) =>
      Date.parse(time),
    )
    // Kinds of one minute stand in any order.
    const sent = after.map((item) => Date.parse(String(item.at))).sort((a, b) => a - b)
    const shifts = sent.map((time, i) => time - (times[i] ?? 0))
    expect(new Set(shifts).size).toBe(1)
    // The last one is of the moment at which the replay began.
    expect(Math.abs((await served.now()) - (sent.at(-1) ?? 0))).toBeLessThan(5 * MINUTE)
  })

  test('that is done begins anew the next time', async () => {
    const again = await tidemark([...replay, ...at()], { home })
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatch(
      /^shopfront: 126 profiles and 2 socket tables sent, \d+ stored, \d+ were there already\n$/,
    )
    expect(again.stdout).not.toContain(' 0 stored')
  })
})
