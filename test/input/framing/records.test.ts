/** Lines and documents that hold a dump in fields: which fields, and what stands beside it. */

import { describe, expect, it } from 'vitest'
import { csvRecords } from '#shared/input/framing/csv.ts'
import { jsonDocument } from '#shared/input/framing/json-document.ts'
import { fieldsOf } from '#shared/input/framing/json-fields.ts'
import { jsonRecord } from '#shared/input/framing/json-line.ts'
import { logfmtRecord } from '#shared/input/framing/logfmt.ts'
import { type LogRecord, pathsOfText, tellsDump, textLines } from '#shared/input/framing/record.ts'

const HEADER = 'goroutine 7 [select]:'
const line = (text: string) => ({ text, number: 3, time: undefined, source: undefined })
const pairs = (record: LogRecord | undefined) => record?.fields.map(({ path, value }) => `${path}=${value}`)

describe('a JSON value', () => {
  it.each([
    [{ a: 'x', b: { c: 2, d: null, e: true } }, ['a=x', 'b.c=2']],
    [{ a: ['x', { b: 'y' }, ['z']] }, ['a.*=x', 'a.*.b=y', 'a.*.*=z']],
    ['x', ['=x']],
    [[['1796000000000000000', 'x']], ['*.0=1796000000000000000', '*.1=x']],
    [
      [1796000000.25, { m: 'x' }],
      ['0=1796000000.25', '*.m=x'],
    ],
    [
      ['179600000', 'x'],
      ['*=179600000', '*=x'],
    ],
    [{ MESSAGE: [109, 97, 105, 110] }, ['MESSAGE=main']],
    [{ MESSAGE: [0xe2, 0x82, 0xac, 0] }, ['MESSAGE=€\0']],
    [{ n: [1, 2, 3] }, ['n.*=1', 'n.*=2', 'n.*=3']],
    [{ MESSAGE: [0xc3, 0xbf, 0xff, 0x20] }, ['MESSAGE=ÿ\ufffd ']],
    [{ n: ['1', 2, 3, 4] }, ['n.*=1', 'n.*=2', 'n.*=3', 'n.*=4']],
    [
      ['x1796000000', 'y', '1796000000x'],
      ['*=x1796000000', '*=y', '*=1796000000x'],
    ],
    [
      ['1796000000x', 'y'],
      ['*=1796000000x', '*=y'],
    ],
    [{ n: [1, 2, 3, 256] }, ['n.*=1', 'n.*=2', 'n.*=3', 'n.*=256']],
    [{ n: [1, 2, 3, -1] }, ['n.*=1', 'n.*=2', 'n.*=3', 'n.*=-1']],
    [{ n: [1, 2, 3, 0.5] }, ['n.*=1', 'n.*=2', 'n.*=3', 'n.*=0.5']],
  ])('%j has the fields %j', (value, want) => {
    expect(fieldsOf(value).map(({ path, value }) => `${path}=${value}`)).toEqual(want)
  })

  it('has two thousand fields and twelve levels at most', () => {
    expect(fieldsOf(Array.from({ length: 3_000 }, () => 'x'))).toHaveLength(2_000)
    const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: deep(levels - 1) })
    expect(fieldsOf(deep(12))).toHaveLength(1)
    expect(fieldsOf(deep(13))).toEqual([])
    const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)])
    expect([12, 13].map((levels) => fieldsOf(nested(levels)).length)).toEqual([1, 0])
  })
})

describe('a line with a JSON object', () => {
  it.each([
    ['{"msg":"x"}', ['msg=x']],
    ['  {  "msg" : "x" }  ', ['msg=x']],
    ['{"msg":"x"}]', ['msg=x']],
    ['web-1  | {"msg":"}"}', ['msg=}']],
  ])('%s has %j', (text, want) => {
    expect(pairs(jsonRecord(line(text), undefined))).toEqual(want)
  })

  it.each(['', 'x', '{}', '{"msg":"x"', '{"msg":"x"} and more', '{"msg":x}', '"}{"', '{msg}', '} {"'])(
    'is not %j',
    (text) => {
      expect(jsonRecord(line(text), undefined)).toBeUndefined()
    },
  )

  const before = (lead: string) => {
    const { time, source } =
      jsonRecord({ ...line(`${lead}{"a":1}`), time: 5, source: 'outer' }, undefined)?.line ?? {}
    return [time, source]
  }
  const AT = Date.UTC(2026, 10, 29, 2)

  it.each([
    ['', [5, 'outer']],
    ['web-1  | ', [5, 'web-1']],
    ['2026-11-29T02:00:00Z ', [AT, 'outer']],
    ['[pod/web-0/app] 2026-11-29T02:00:00Z ', [AT, 'pod/web-0/app']],
    ['2026-11-29T02:00:00Z web ', [AT, 'web']],
    ['12: ', [5, 'outer']],
    ['[[web.2/app-1]]: ', [5, 'web.2/app-1']],
    ['- 3 web ', [5, '3 web']],
    ['café ', [5, 'café']],
    [`${'a'.repeat(101)} `, [5, 'a'.repeat(100)]],
    ['what=is(this)? ', [5, 'outer']],
  ])('behind %j is of time and source %j', (lead, want) => {
    expect(before(lead)).toEqual(want)
  })
})

describe('a line of pairs', () => {
  it.each([
    ['level=error msg="a b"', ['level=error', 'msg=a b']],
    [String.raw`a=1 msg="x\n\"y\"" b=`, ['a=1', 'msg=x\n"y"', 'b=']],
    ['2026-11-29 level=error msg=x', ['level=error', 'msg=x']],
    ['a.b/c-d@e=1 _f=2 ', ['a.b/c-d@e=1', '_f=2']],
  ])('%s has %j', (text, want) => {
    expect(pairs(logfmtRecord(line(text)))).toEqual(want)
  })

  it.each(['', 'a=1', 'a=1 b', 'a=1 "b"', 'no pairs', 'a=1 b=2 and words', 'a="1', 'x(a=1, b=2)'])(
    'is not %j',
    (text) => {
      expect(logfmtRecord(line(text))).toBeUndefined()
    },
  )
})

describe('a table', () => {
  const rows = (text: string) => csvRecords(text, 10)?.map((one) => [one.line.number, ...(pairs(one) ?? [])])

  it.each([',', ';', '\t'])('with %j between its columns has a record for each row', (sign) => {
    const text = `date,message\n1,"${HEADER}"\n\n2,"a\nb"\n3,c\n`.replaceAll(',', sign)
    expect(rows(text)).toEqual([
      [11, 'date=1', `message=${HEADER}`],
      [12, 'date=2', 'message=a\nb'],
      [15, 'date=3', 'message=c'],
    ])
  })

  it('may have quoted names, and some rows that are longer or shorter', () => {
    const text = `"@timestamp","@message (raw)"\n1,${HEADER}\n${'2,b\n'.repeat(4)}3\n`
    expect(rows(text)).toHaveLength(6)
    expect(rows(`a, b\n1,say "${HEADER}" now\n`)).toEqual([[11, 'a=1', ` b=say "${HEADER}" now`]])
    expect(rows(`a,b\n1,2,${HEADER}\n${'2,b\n'.repeat(4)}`)?.[0]).toEqual([11, 'a=1', 'b=2', `2=${HEADER}`])
    expect(rows(`a, b\n1,say "${HEADER}" now\n`)).toEqual([[11, 'a=1', ` b=say "${HEADER}" now`]])
    expect(rows(`a,b\n1,2,${HEADER}\n${'2,b\n'.repeat(3)}`)).toBeUndefined()
  })

  it.each([
    ['without a dump', 'a,b\n1,2\n'],
    ['without rows', `a,${'b'.repeat(10)}\n`],
    ['without a second line', 'a,b'],
    ['with one column', `message\n${HEADER}\n`],
    ['whose names are sentences', `a: x!,b\n1,${HEADER}\n`],
    ['that begins with a dump', `3 @ 0x43c365,b\n1,${HEADER}\n`],
    [
      'whose names are too long',
      `${Array.from({ length: 400 }, (_, i) => `name${i}`).join(',')}\n1,${HEADER}\n`,
    ],
  ])('%s is none', (_, text) => {
    expect(rows(text)).toBeUndefined()
  })
})

describe('a document', () => {
  const texts = (value: unknown, indent = 2) =>
    jsonDocument(typeof value === 'string' ? value : JSON.stringify(value, undefined, indent), 10)?.map(
      (one) => [one.line.number, ...(pairs(one) ?? [])],
    )

  it('has a record for each text at a path that has dumps, with the plain values around it, the nearest first', () => {
    expect(
      texts({
        host: 'a',
        events: [
          { message: HEADER, pod: 'p', n: 1 },
          { message: 'x', other: 'y' },
        ],
      }),
    ).toEqual([
      [14, `*.events.*.message=${HEADER}`, '*.events.*.pod=p', '*.events.*.n=1', '*.host=a'],
      [19, '*.events.*.message=x', '*.events.*.other=y', '*.host=a'],
    ])
  })

  it('gives rows that begin with a time their columns, and the labels that stand beside them', () => {
    const at = '1796000000000000000'
    expect(
      texts(
        {
          stream: { pod: 'p' },
          values: [
            [at, HEADER],
            [at, 'x'],
          ],
        },
        0,
      ),
    ).toEqual([
      [10, `*.values.*.1=${HEADER}`, `*.values.*.0=${at}`, '*.stream.pod=p'],
      [10, '*.values.*.1=x', `*.values.*.0=${at}`, '*.stream.pod=p'],
    ])
  })

  it('has no record of a number, nor of what stands at other paths', () => {
    expect(texts([{ a: HEADER }, { a: 3 }, { b: 'x' }], 0)).toEqual([[10, `*.*.a=${HEADER}`]])
  })

  it('may be a text alone, objects one after the other, or cut', () => {
    expect(texts(JSON.stringify(HEADER))).toEqual([[10, `*=${HEADER}`]])
    expect(texts(`{"a":"${HEADER}"}\n{"a":"x"}`)).toEqual([
      [10, `*.a=${HEADER}`],
      [11, '*.a=x'],
    ])
    const whole = `{"b":[{"a":"${HEADER}"},{"a":"x\\u0041","c":true}]}`
    for (let end = whole.indexOf('},'); end <= whole.length; end++)
      expect(texts(whole.slice(0, end))?.[0], whole.slice(0, end)).toEqual([10, `*.b.*.a=${HEADER}`])
  })

  it.each([
    ['words', HEADER],
    ['no dump', '{"a":"x"}'],
    ['no JSON', `{a} "${HEADER}"`],
    ['no JSON behind a value', `{"a":"${HEADER}"} and so on\n`],
    ['nothing', ' '],
    ['more brackets than anybody opens', '['.repeat(200_000)],
  ])('is not: %s', (_, text) => {
    expect(texts(text)).toBeUndefined()
  })

  it('keeps no long values beside a text, and 64 of an object at most', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`k${i}`, 'v']))
    expect(texts({ a: HEADER, b: 'x'.repeat(501), c: 'x'.repeat(500) })?.[0]).toHaveLength(3)
    expect(texts({ a: HEADER, ...many })?.[0]).toHaveLength(1 + 64)
    const beside = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`o${i}`, { k: i }]))
    expect(texts({ a: HEADER, ...beside })?.[0]).toHaveLength(2 + 8)
  })
})

describe('the texts of a record', () => {
  const record = (fields: Readonly<Record<string, string>>): LogRecord => ({
    line: { text: '', number: 3, time: 5, source: 'outer' },
    fields: Object.entries(fields).map(([path, value]) => ({ path, value })),
  })
  const told = (fields: Readonly<Record<string, string>>, paths = ['msg']) =>
    textLines(record(fields), new Set(paths), undefined)
  const AT = Date.UTC(2026, 10, 29, 2)

  it('stand at the paths at which any record has a dump', () => {
    expect([...pathsOfText([record({ a: 'x', b: HEADER }), record({ a: `x\\n${HEADER}`, c: 'x' })])]).toEqual(
      ['b', 'a'],
    )
    expect([HEADER, `x\n${HEADER}`, `x\\n${HEADER}`, `x\r${HEADER}`, 'x'].map(tellsDump)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
  })

  it('are lines, and whether the last one ends', () => {
    const texts = (value: string) => {
      const { lines, endsLine } = told({ msg: value }) ?? {}
      return [lines?.map(({ text }) => text), endsLine]
    }
    expect(texts('a\nb')).toEqual([['a', 'b'], false])
    expect(texts('a\r\nb\r\n')).toEqual([['a', 'b'], true])
    expect(texts('a\n\n')).toEqual([['a', ''], true])
    expect(told({ a: 'x', b: 'y' }, ['a', 'b'])?.lines.map(({ text }) => text)).toEqual(['x', 'y'])
    expect(told({ other: 'x' })).toBeUndefined()
  })

  it.each([
    [{ time: '2026-11-29T02:00:00Z' }, AT],
    [{ 'a.b.TS': `${AT / 1000}` }, AT],
    [{ t: 'soon', '@timestamp': '2026-11-29T02:00:00Z' }, AT],
    [{ ts: '2026-11-29T02:00:01Z', timestamp: '2026-11-29T02:00:00Z' }, AT],
    [{ __REALTIME_TIMESTAMP: `${AT}000` }, AT],
    [{ '0': `${AT}000000` }, AT],
    [{ time: `2026-11-29T02:00:00Z${' '.repeat(200)}` }, 5],
    [{ times: '2026-11-29T02:00:00Z' }, 5],
  ])('with %j are of the time %d', (fields, want) => {
    expect(told({ msg: 'x', ...fields })?.lines[0]?.time).toBe(want)
  })

  it.each([
    [{ pod: 'p' }, 'p'],
    [{ pod: 'p', 'kubernetes.namespace': 'n', container: 'c' }, 'n p c'],
    [{ 'kubernetes.Pod_Name': 'p', host: 'h', _PID: '7', service: 's' }, 'h p s 7'],
    [{ pod: '', instance: 'i' }, 'i'],
    [{ pod: 'p'.repeat(201) }, 'outer'],
    [{ pods: 'p' }, 'outer'],
  ])('with %j are of the writer %s', (fields, want) => {
    expect(told({ msg: 'x', ...fields })?.lines[0]?.source).toBe(want)
  })

  it('are not called by themselves', () => {
    expect(told({ container: HEADER }, ['container'])?.lines[0]?.source).toBe('outer')
  })
})
