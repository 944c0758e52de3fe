/** Text that a logger or a shell has quoted. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapedLines, unescaped } from '#shared/input/framing/escapes.ts'

describe('a quoted text', () => {
  it('of JSON comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unescaped(JSON.stringify(text).slice(1, -1))).toBe(text.replaceAll(/[\b\f]/g, ''))
      }),
    )
  })

  it.each([
    [String.raw`a\nb\tc\rd`, 'a\nb\tc\rd'],
    [String.raw`\x41\u0042\U00000043`, 'ABC'],
    [String.raw`\U0001f600`, '😀'],
    [String.raw`\U00110000`, '\ufffd'],
    [String.raw`\"\'\\`, `"'\\`],
    [String.raw`a\bb\fc\ad\ve\0f`, 'abcdef'],
    [String.raw`\q`, 'q'],
    ['no escape', 'no escape'],
  ])('%s is %j', (text, want) => {
    expect(unescaped(text)).toBe(want)
  })
})

describe('a line with a dump behind escapes', () => {
  const line = (text: string) => ({ text, number: 3, time: undefined, source: 'web-0' })
  const linesIn = (text: string) => escapedLines(line(text), undefined)?.map((one) => one.text)

  it.each([
    {
      name: 'in quotes behind a key',
      give: String.raw`level=error msg="panic: x\n\ngoroutine 7 [chan send]:\nmain.ask()" pid=7`,
      want: ['level=error msg=', 'panic: x', '', 'goroutine 7 [chan send]:', 'main.ask()'],
    },
    {
      name: 'in quotes alone',
      give: String.raw`"goroutine 7 [select]:\nmain.ask()"`,
      want: ['goroutine 7 [select]:', 'main.ask()'],
    },
    {
      name: 'without quotes',
      give: String.raw`goroutine 7 [select]:\nmain.ask()\n`,
      want: ['goroutine 7 [select]:', 'main.ask()', ''],
    },
    {
      name: 'in quotes in quotes',
      give: String.raw`{\"msg\":\"goroutine 7 [select]:\\nmain.ask()\"}`,
      want: [String.raw`{\"msg\":`, 'goroutine 7 [select]:', 'main.ask()'],
    },
    {
      name: 'with quotes around single words alone',
      give: String.raw`"web" goroutine 7 [select]:\nmain.ask()`,
      want: ['"web" goroutine 7 [select]:', 'main.ask()'],
    },
    {
      name: 'with an apostrophe, which opens nothing',
      give: String.raw`it's goroutine 7 [select]:\nmain.ask()`,
      want: [`it's goroutine 7 [select]:`, 'main.ask()'],
    },
  ])('$name gives its lines', ({ give, want }) => {
    expect(linesIn(give)).toEqual(want)
  })

  it.each(['goroutine 7 [select]:', String.raw`all is well\nand on`, 'main.ask()'])('%j is none', (text) => {
    expect(linesIn(text)).toBeUndefined()
  })

  it('gives all of them its number and source, and the time before the quotes', () => {
    const text = String.raw`2026-11-29T02:00:00Z msg="goroutine 7 [select]:\nmain.ask()"`
    const at = { number: 3, source: 'web-0', time: Date.UTC(2026, 10, 29, 2) }
    const lines = escapedLines(line(text), undefined) ?? []
    expect(lines).toHaveLength(3)
    for (const one of lines) expect(one).toMatchObject(at)
  })
})
