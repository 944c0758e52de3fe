import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growth } from '../support/growth.ts'
import { dumpOf, fixture, goroutine, read, said } from './read.ts'
import { PREFIXES, STRUCTURES } from './wrappings.ts'

/** Goroutines of a real dump, so that any part of it is a dump too. */
const BLOCKS = fixture('go1.27.goroutine.debug2.txt').trimEnd().split('\n\n')

const anyDump = fc
  .uniqueArray(fc.nat(BLOCKS.length - 1), { minLength: 2, maxLength: 12 })
  .map((picked) => picked.map((i) => BLOCKS[i] ?? '').join('\n\n'))
/** Nobody created it, so that nothing but its entry function says where it ends. */
const isMain = (block: string): boolean => block.startsWith('goroutine 1 ')
const MAIN_LAST = [BLOCKS.find((block) => !isMain(block)), BLOCKS.find(isMain)].join('\n\n')
const anyPrefix = fc.constantFrom(...Object.keys(PREFIXES))
const anyStructure = fc.constantFrom('none', ...Object.keys(STRUCTURES))
const anyPacking = fc.constantFrom<(text: string) => Uint8Array>(
  (text) => Buffer.from(text),
  (text) => gzipSync(text),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
)

describe('any dump comes back', () => {
  test('out of any prefix in any structure in any packing', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDump,
        anyPrefix,
        anyStructure,
        anyPacking,
        async (dump, prefix, structure, pack) => {
          const prefixed = PREFIXES[prefix]?.(dump.split('\n')).trimEnd().split('\n') ?? []
          const text = STRUCTURES[structure]?.(prefixed) ?? `${prefixed.join('\n')}\n`
          const { dumps } = await read(pack(text))
          expect(dumps).toHaveLength(1)
          expect(await said(dumps[0]?.bytes ?? new Uint8Array())).toEqual(
            await said(Buffer.from(`${dump}\n`)),
          )
        },
      ),
      {
        numRuns: 300,
        examples: [[MAIN_LAST, 'RFC 3339', 'a first line of a log', (text) => Buffer.from(text)]],
      },
    )
  })
})

describe('no bytes do harm', () => {
  const anyWord = fc.constantFrom(
    'goroutine 7 [select]:',
    'goroutine profile: total 3',
    '3 @ 0x1',
    '{"log":"',
    '"}',
    '\\n',
    '"',
    "'",
    '\n',
    '\t',
    ' ',
    '<pre>',
    '&lt;',
    '\u001b[31m',
    '> ',
    '```',
    '-----------+-----',
    'Type: goroutine',
    '[Goroutine 7 in state x, with',
    '  Goroutine 7 - User: ',
    '\r',
    '\\',
    '[',
    '{',
    'web-1  | ',
    '2026-11-29T02:00:00Z ',
    'a,b,c\n',
    'key=',
    'panic: x',
    'SIGQUIT: quit',
    'created by main.f',
    '\t/src/main.go:9 +0x1d',
    'main.f()',
    '1: select [Created by ',
    'PeriodType: goroutine count',
    'Samples:',
    '101 instances of:\n',
    'Switched from 1 to 7',
    'main.(_t).f()',
    '(dlv) goroutine 7 bt\n',
    '\u2028',
    '\u0000',
    'HTTP/1.1 200 OK\r\n\r\n',
  )
  const answers = async (given: string | Uint8Array) => {
    const { dumps, refusals } = await read(given)
    expect(dumps.length + refusals.length).toBeGreaterThan(0)
    for (const { detail } of refusals) expect(detail).toMatch(/\.$/)
  }

  test('random bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), answers), { numRuns: 300 })
  })

  test('words of all forms in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWord, { maxLength: 60 }).map((words) => words.join('')),
        answers,
      ),
      { numRuns: 500 },
    )
  })

  test('containers of which bytes were changed', async () => {
    const packed = gzipSync(BLOCKS.join('\n\n'))
    const changes = fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const copy = Buffer.from(packed)
        for (const [at, byte] of changed) copy[at] = byte
        await answers(copy)
      }),
    )
  })
})

/** So large that a step which looks at a line or a text again for each of its parts would take minutes. */
const LARGE = 50_000

describe('work grows as the input does', () => {
  /** Texts that grow in the one place that could be looked at again and again. */
  const GROWING: Readonly<Record<string, (n: number) => string>> = {
    'a dump': (n) => dumpOf(Array.from({ length: n / 10 }, (_, i) => i + 1)),
    'a dump behind prefixes': (n) =>
      dumpOf(Array.from({ length: n / 4 }, (_, i) => i + 1)).replaceAll(/^/gm, 'web-1  | '),
    'digits in one line': (n) => '1'.repeat(n * 20),
    'rows in one line': (n) => '3 @ 0x1 '.repeat(n * 3),
    'headers in one line': (n) => 'goroutine 7 ['.repeat(n),
    'quotes behind backslashes': (n) => `${'\\"'.repeat(n * 5)}goroutine 7 [x]:\\n`,
    'tags that do not end': (n) => `<pre>${'<a '.repeat(n * 5)}`,
    'scripts that do not end': (n) => `<pre>${'<script>'.repeat(n * 3)}`,
    rules: (n) => '-----+'.repeat(n * 3),
    brackets: (n) => '['.repeat(n * 10),
    'prefixes, each another': (n) =>
      Array.from({ length: n / 10 }, (_, i) => `${'ab '.repeat(i % 40)}x${i} goroutine ${i} [select]:`).join(
        '\n',
      ),
    panics: (n) => 'panic: x\n'.repeat(n),
    'ids that come again': (n) =>
      goroutine(7)
        .concat('\n')
        .repeat(n / 10),
    pairs: (n) => 'a=b '.repeat(n * 3),
    'JSON in one document': (n) =>
      JSON.stringify(Array.from({ length: n / 10 }, (_, i) => ({ t: i, msg: goroutine(i + 1) }))),
    'stacks that are counted': (n) => '3 instances of:\nmain.f(...)\n\t/a.go:9 +0x1d\n'.repeat(n / 10),
    'goroutines of a session': (n) =>
      'Switched from 1 to 7\n 0  0x0000000000aff91c in main.f\n'.repeat(n / 10),
    'goroutines of gdb': (n) =>
      `${'  7 waiting  runtime.gopark\n'.repeat(n / 20)}${'#0  main.f () at /a.go:9\n#1  main.g (s={x=1})\n'.repeat(n / 20)}`,
    'counted lines': (n) => '  3 created by main.f\n'.repeat(n / 20),
    'stacks without a header and creator': (n) => '\nmain.f(0x1)\n\n\t/a.go:9 +0x1d\n'.repeat(n / 20),
    'stacks without a header': (n) => 'main.f(0x1)\n\t/a.go:9 +0x1d\ncreated by main.g\n'.repeat(n / 20),
    'roots without a stack': (n) => 'main.f(0x1)\nruntime.goexit\n'.repeat(n / 20),
    'folded stacks': (n) => 'main.main;main.ask;runtime.gopark 12\n'.repeat(n / 20),
    'semicolons in one line': (n) => `${'main.f;'.repeat(n * 3)} 1`,
    'answers of delve that do not end': (n) => '{"Goroutines":[{"id":'.repeat(n / 10),
    'answers of delve': (n) =>
      // Each line is a dump: with thousands of them the time is that of collecting garbage.
      '{"Goroutines":[{"id":7,"userCurrentLoc":{"file":"/a.go","line":9,"function":{"name":"main.f"}}}]}\n'.repeat(
        n / 100,
      ),
    'receivers in one line': (n) => 'main.(t'.repeat(n * 3),
    rows: (n) => `a,b\n${'1,"goroutine 7 [x]:"\n'.repeat(n / 10)}`,
  }

  test.each(Object.entries(GROWING))('%s', async (_, grow) => {
    const { dumps, refusals } = await read(grow(LARGE))
    expect(dumps.length + refusals.length).toBeGreaterThan(0)
  })

  test.each(Object.entries(GROWING))('four times %s take at most six times as long', async (_, grow) => {
    const [small, large] = [grow(LARGE / 2), grow(LARGE * 2)]
    expect(
      await growth(
        () => read(small),
        () => read(large),
        6,
      ),
    ).toBeLessThanOrEqual(6)
  })
})
