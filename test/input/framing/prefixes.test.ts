/** What stands before every line, and whose lines and which times it tells. */

import { describe, expect, it } from 'vitest'
import { linesOf } from '#shared/input/framing/line.ts'
import { withoutPrefixes } from '#shared/input/framing/prefixes.ts'

const HEADER = 'goroutine 7 [select]:'
const AT = Date.UTC(2026, 10, 29, 2)

/** Text, time and source of each line. */
const bare = (...lines: readonly string[]) =>
  withoutPrefixes(linesOf(lines.join('\n'), 1), AT).map(({ text, time, source }) => [text, time, source])
const texts = (...lines: readonly string[]) => bare(...lines).map(([text]) => text)
const sources = (...lines: readonly string[]) => bare(...lines).map(([, , source]) => source)

describe('a prefix', () => {
  it('is what a header and the lines behind it begin with', () => {
    expect(bare(`web-1  | ${HEADER}`, 'web-1  | main.ask(0x1)', 'web-1  | \t/a.go:9')).toEqual([
      [HEADER, undefined, 'web-1'],
      ['main.ask(0x1)', undefined, 'web-1'],
      ['\t/a.go:9', undefined, 'web-1'],
    ])
  })

  it('is none of a line that stands at the left, and changes nothing there', () => {
    expect(bare('served', HEADER, 'main.ask(0x1)')).toEqual(
      ['served', HEADER, 'main.ask(0x1)'].map((text) => [text, undefined, undefined]),
    )
  })

  it('may change its numbers, times, levels and ids, but not its words and signs', () => {
    const stack = ['main.ask(0x1)', '\t/a.go:9 +0x1d']
    const behind = (...prefixes: readonly string[]) =>
      texts(...[HEADER, ...stack].map((line, i) => (prefixes[i] ?? '') + line)).slice(1)
    expect(behind('[1] ', '[2] ', '[13] ')).toEqual(stack)
    expect(behind('ERROR a: ', 'WARN a: ', 'I a: ')).toEqual(stack)
    expect(behind('02:00:00 PM ', '02:00:01 PM ', '03:00:00 AM ')).toEqual(stack)
    expect(behind('deadbeef1: ', '0ac1bd2e3: ', 'f00f00f00: ')).toEqual(stack)
    expect(behind('web: ', 'api: ', 'web: ')).toEqual(['api: main.ask(0x1)', '\t/a.go:9 +0x1d'])
    expect(behind('web: ', 'web; ', 'web: ')).toEqual(['web; main.ask(0x1)', '\t/a.go:9 +0x1d'])
    expect(behind('ERROR ', 'served ', 'ERROR ')).toEqual(['served main.ask(0x1)', '\t/a.go:9 +0x1d'])
  })

  it('of grep -C has either sign, before the number and behind it', () => {
    expect(texts(`a.log:3:${HEADER}`, 'a.log-4-main.ask(0x1)', 'a.log-5-x')).toEqual([
      HEADER,
      'main.ask(0x1)',
      'x',
    ])
    expect(texts(`3:${HEADER}`, '4-main.ask(0x1)')).toEqual([HEADER, 'main.ask(0x1)'])
    expect(texts(`a: ${HEADER}`, 'a- main.ask(0x1)')).toEqual([HEADER, 'a- main.ask(0x1)'])
  })

  it('that pads its numbers takes as many blanks off as stand before them, and no others', () => {
    expect(texts(` 9  ${HEADER}`, '10  main.ask(0x1)', '11    indented')).toEqual([
      HEADER,
      'main.ask(0x1)',
      '  indented',
    ])
    expect(texts(`1\t${HEADER}`, '1\t\t/a.go:9')).toEqual([HEADER, '\t/a.go:9'])
  })

  it('may have lost the blanks at its end, where nothing follows', () => {
    expect(texts(`> > ${HEADER}`, '> > main.ask(0x1)', '> >', '> > x')).toEqual([
      HEADER,
      'main.ask(0x1)',
      '',
      'x',
    ])
  })

  it('is the longest one that neighbours share: what only the header has stands before it', () => {
    expect(bare(`web-1  | dump: ${HEADER}`, 'web-1  | main.ask(0x1)')).toEqual([
      [HEADER, undefined, 'web-1'],
      ['main.ask(0x1)', undefined, 'web-1'],
    ])
    expect(texts(`(a) [b] {c} x ${HEADER}`, '(a) [b] {c} main.ask(0x1)')).toEqual([HEADER, 'main.ask(0x1)'])
  })

  it('of the last line is that of the lines before it', () => {
    expect(texts('web-1  | a', 'web-1  | b', `web-1  | ${HEADER}`)).toEqual(['a', 'b', HEADER])
  })

  it('of a header alone tells its time', () => {
    expect(bare(`2026-11-29T02:00:00Z dump: ${HEADER}`)).toEqual([[HEADER, AT, undefined]])
    expect(bare(`dump: ${HEADER} at 2026-11-29T02:00:00Z`)[0]?.[1]).toBeUndefined()
  })

  it('is a thousand characters long at most', () => {
    const [short, long] = [`${'x'.repeat(999)} `, `${'x'.repeat(1_000)} `]
    expect(texts(`${short}${HEADER}`, `${short}main.ask(0x1)`)).toEqual([HEADER, 'main.ask(0x1)'])
    expect(texts(`${long}${HEADER}`, `${long}main.ask(0x1)`)).toEqual([HEADER, `${long}main.ask(0x1)`])
  })

  it('is one of 24 kinds at most', () => {
    const kinds = Array.from({ length: 25 }, (_, i) => `q${String.fromCharCode(97 + i)}q: `)
    const bares = texts(...kinds.flatMap((kind) => [`${kind}${HEADER}`, `${kind}main.ask(0x1)`]))
    expect(bares.filter((text) => text === 'main.ask(0x1)')).toHaveLength(24)
  })

  it('of a header alone is taken off it, and off nothing else', () => {
    expect(texts(`dump: ${HEADER}`)).toEqual([HEADER])
    expect(texts('', `dump: ${HEADER}`, '')).toEqual(['', HEADER])
  })

  it('never takes anything of a header', () => {
    expect(texts(`goroutine: ${HEADER}`, 'goroutine: main.ask(0x1)', HEADER)).toEqual([
      HEADER,
      'main.ask(0x1)',
      HEADER,
    ])
  })

  it('longer than any logger writes is a sentence', () => {
    const long = 'word, '.repeat(40)
    expect(texts(`${long}${HEADER}`, `${long}main.ask(0x1)`)).toEqual([HEADER, `${long}main.ask(0x1)`])
  })

  it('has its closing bracket or quote at the end of its lines', () => {
    expect(texts(`[web: "${HEADER}"]`, '[web: "main.ask(0x1)"]')).toEqual([HEADER, 'main.ask(0x1)'])
  })
})

describe('the writer of a line', () => {
  it.each([
    ['[pod/web-0/app] ', 'pod/web-0/app'],
    ['web-1  | ', 'web-1'],
    ['Nov 29 02:00:00 host1 app[812]: ', 'host1 app[812]'],
    ['2026-11-29T02:00:00Z web app ', 'web app'],
    ['2026-11-29T02:00:00Z [ERROR] web: ', 'web'],
    ['"web" | ', 'web'],
    ['│ ', ''],
    ['> ', ''],
    ['    ', undefined],
  ])('behind %j is %j', (prefix, want) => {
    expect(sources(`${prefix}${HEADER}`, `${prefix}main.ask(0x1)`)[1]).toBe(want)
  })

  it('is told by a number only where writers take turns, or a name ends with it', () => {
    const of = (...numbers: readonly number[]) =>
      sources(...numbers.flatMap((n) => [`n ${n}: ${HEADER}`, `n ${n}: main.ask(0x1)`]))
    expect(new Set(of(1, 2, 1, 2))).toEqual(new Set(['n 1', 'n 2']))
    expect(new Set(of(1, 2, 3, 4))).toEqual(new Set(['n']))
    expect(new Set(sources(`web-1: ${HEADER}`, 'web-1: a', `web-2: ${HEADER}`, 'web-2: a'))).toEqual(
      new Set(['web-1', 'web-2']),
    )
    expect(new Set(sources(`a.1: ${HEADER}`, 'a.2: a', 'a.3: b', 'a.4: c'))).toEqual(new Set(['a']))
  })

  it('is told by an id that comes again, and by none that never does', () => {
    const [a, b] = ['deadbeef1', '0ac1bd2e3']
    const lines = (...ids: readonly string[]) =>
      sources(...ids.flatMap((id) => [`web ${id}: ${HEADER}`, `web ${id}: x`]))
    expect(new Set(lines(a, b, a, b))).toEqual(new Set([`web ${a}`, `web ${b}`]))
    expect(new Set(lines(a, b, 'f00f00f00'))).toEqual(new Set(['web']))
    const [one, other] = ['5f0c2d10-1b2c-4d3e-8f9a-a1b2c3d4e5f6', '5f0c2d10-1b2c-4d3e-8f9a-a1b2c3d4e5f7']
    expect(new Set(lines(one, other, one, other))).toEqual(new Set([`web ${one}`, `web ${other}`]))
  })

  it('is none of more than two hundred', () => {
    const many = (count: number) =>
      new Set(
        sources(
          ...Array.from({ length: 4 * count }, (_, i) => `n ${i % count}: ${i % 2 === 0 ? HEADER : 'x'}`),
        ),
      )
    expect(many(200).size).toBe(200)
    expect(many(201)).toEqual(new Set(['n']))
  })

  it('and the time of a line without a prefix are those of the line before it', () => {
    const first = '2026-11-29T02:00:00Z web: '
    expect(bare(`${first}${HEADER}`, `${first}main.ask(0x1)`, '\t/a.go:9')).toEqual([
      [HEADER, AT, 'web'],
      ['main.ask(0x1)', AT, 'web'],
      ['\t/a.go:9', AT, 'web'],
    ])
  })

  it('is behind the one that a step before has found', () => {
    const lines = linesOf(`app: ${HEADER}\napp: main.ask(0x1)`, 1).map((line) => ({
      ...line,
      source: 'pod-1',
      time: 5,
    }))
    expect(withoutPrefixes(lines, AT).map(({ source, time }) => [source, time])).toEqual([
      ['pod-1 app', 5],
      ['pod-1 app', 5],
    ])
    const quoted = linesOf(`> ${HEADER}\n> main.ask(0x1)`, 1).map((line) => ({ ...line, source: 'pod-1' }))
    expect(withoutPrefixes(quoted, AT)[0]?.source).toBe('pod-1')
  })
})
