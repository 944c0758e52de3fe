import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analysisText } from '#cli/analysis-text.ts'
import { comparisonText } from '#cli/comparison-text.ts'
import { analyzeRead } from '#shared/analysis/analyze-dump.ts'
import { compareDumps } from '#shared/analysis/compare-dumps.ts'
import { bareDump, readDump } from '#shared/analysis/read-dump.ts'
import { messagesOf } from '#shared/notice/message.ts'
import { noticesOf } from '#shared/notice/notice.ts'
import { slackMessage } from '#shared/notice/slack.ts'
import { teamsMessage } from '#shared/notice/teams.ts'
import { reportHtml } from '#shared/report/html.ts'
import { reportMarkdown } from '#shared/report/markdown.ts'
import { reportMessage } from '#shared/report/message.ts'
import { readSocketTable } from '#shared/socket/detect.ts'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import { DAY } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'
import { REPORTS } from '#test/report/reports.ts'
import { fixture, tidemark, withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

/** What a terminal, a page or an eye would obey instead of show; line feeds and tabs are meant. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const HOSTILE = [
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://x\u001b\\',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u061c',
  '\r',
  '\b',
  '\u0000',
  '\u007f',
  '\u2028',
  '\u{e0041}',
  '%1b[2J',
]
const FIXTURES = new URL('../fixtures/goroutine/', import.meta.url)
const names = (await readdir(FIXTURES)).filter(
  (name) => /debug[12]|txt$/.test(name) && !name.includes('golden'),
)
const texts = await Promise.all(
  names.map(async (name) => (await readFile(new URL(name, FIXTURES), 'utf8')).slice(0, 4_000)),
)

/** A name of a function, file, state or label with something hostile inside. */
const name = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom('main', '.f', 'x')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))

const debug2 = fc
  .tuple(name, name, name, name, name)
  .map(
    ([frame, file, state, creator, label]) =>
      `goroutine 1 [${state}] {${label}: v}:\nmain.${frame}(0x1)\n\t/src/${file}.go:1 +0x1d\ncreated by ${creator} in goroutine 7\n\t/src/${file}.go:1 +0x1d\n`,
  )
const debug1 = fc
  .tuple(name, name)
  .map(
    ([frame, label]) =>
      `goroutine profile: total 1\n1 @ 0x1 0x2\n# labels: {"${label}":"v"}\n#\t0x1\tmain.${frame}+0x1\t/src/f.go:1\n`,
  )
const debug0 = fc.tuple(name, name).map(([leaf, root]) => dump({ [`main.${leaf} < main.${root}`]: 3 }))
const mutated = fc
  .tuple(fc.constantFrom(...texts), fc.nat(4_000), fc.constantFrom(...HOSTILE))
  .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at))
const anyBody = fc.oneof(
  fc.oneof(debug2, debug1, mutated).map((text) => new Uint8Array(Buffer.from(text))),
  debug0,
  fc.uint8Array({ maxLength: 200 }),
)

/** All texts in a value, keys among them. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)])
}

describe('whatever the bytes, nothing that is printed of them is obeyed:', () => {
  test('an analysis, as text and as JSON, and a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, name, async (body, file) => {
        const read = await readDump(bareDump(body))
        const analysis = 'reason' in read ? read : analyzeRead(read)
        for (const text of textsIn(analysis)) expect(text).not.toMatch(UNSEEN)
        if (!('reason' in analysis)) expect(analysisText(file, analysis, 10, false)).not.toMatch(UNSEEN)
      }),
      { numRuns: 400 },
    )
  })

  test('a comparison', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, anyBody, async (base, target) => {
        const [a, b] = [await readDump(bareDump(base)), await readDump(bareDump(target))]
        if ('reason' in a || 'reason' in b) return
        expect(comparisonText(compareDumps([a, b]), 10, false)).not.toMatch(UNSEEN)
      }),
    )
  })

  test('a socket table', () => {
    const row = fc
      .tuple(name, name)
      .map(([program, host]) => `tcp 0 0 10.0.0.5:41000 ${host}:80 ESTABLISHED 7/${program}\n${program} 5\n`)
    fc.assert(
      fc.property(fc.oneof(row, fc.string({ unit: 'binary' })), (text) => {
        const reading = readSocketTable(Buffer.from(text), { now: FOUND })
        const groups = reading.answer === 'broken' ? [] : groupSockets([reading.table], { now: FOUND })
        for (const each of textsIn([reading, groups])) expect(each).not.toMatch(UNSEEN)
      }),
    )
  })

  test('a report and a message, also of a finding from before names were made visible', () => {
    const [quiet] = Object.values(REPORTS)
    if (quiet === undefined) throw new Error('there is no report')
    fc.assert(
      fc.property(name, (hostile) => {
        const finding = findingOf({
          named: hostile,
          verdict: { version: hostile, processes: { growing: 1, of: 2, names: [hostile] } },
        })
        const [{ message } = { message: undefined }] = messagesOf(
          noticesOf(finding, 'https://tidemark.test/x', FOUND - DAY, FOUND + 30 * DAY),
        )
        const report = {
          ...quiet,
          services: quiet.services.map((service) => ({ ...service, name: hostile })),
        }
        const shown = [
          message?.subject,
          message?.text,
          message && slackMessage(message),
          message && teamsMessage(message),
          reportMarkdown(report),
          reportHtml(report),
          slackMessage(reportMessage(report, 'https://tidemark.test/r')),
        ]
        for (const each of textsIn(shown)) expect(each).not.toMatch(UNSEEN)
      }),
      { numRuns: 30 },
    )
  })
})

describe.concurrent('the name of a file', () => {
  test.each(['analyze', 'diff'])('does not reach the terminal of %s as it is', async (command) => {
    await withFolder(async (folder) => {
      const odd = join(folder, 'a\u001b[2J\u202eb')
      await mkdir(folder, { recursive: true })
      await writeFile(odd, await readFile(fixture('created-by-go121.txt')))
      for (const file of [odd, `${odd}-missing`]) {
        const { stdout, stderr } = await tidemark([command, file, ...(command === 'diff' ? [file] : [])])
        expect(stdout + stderr).not.toMatch(UNSEEN)
      }
      const { stdout } = await tidemark(['analyze', '--json', odd])
      expect(stdout).not.toMatch(UNSEEN)
      expect(JSON.parse(stdout).file).toBe(odd)
    })
  })
})
