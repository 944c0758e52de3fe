/** Goroutines as every tool that prints them would, and what people's terminals and hands do to such texts. */

import fc from 'fast-check'
import type { DumpForm, DumpText } from '#shared/input/clean-dump.ts'

export interface CallSketch {
  readonly name: string
  readonly words: string
  readonly file: string
  readonly line: number
  /** The runtime prints none for inlined calls. */
  readonly offset: string
}

export interface GoroutineSketch {
  readonly id: number
  readonly state: string
  readonly minutes: number
  readonly isLocked: boolean
  /** Leaf first. */
  readonly calls: readonly CallSketch[]
  readonly creator: (CallSketch & { readonly inGoroutine: number | undefined }) | undefined
}

/** Names of every shape: plain, receivers, generics, closures, escapes, other scripts, long paths. */
export const FUNCTIONS = [
  'main.main.func1',
  'main.(*svc).ask.func1',
  'main.größe',
  'main.(*store[...]).locked',
  'main.generic[...]',
  'main.each-range1',
  'main.run.gowrap2',
  'main.(*pool).Close-fm',
  'net/http.(*persistConn).readLoop',
  'internal/poll.runtime_pollWait',
  'example.org/shop/checkout/internal/payment.(*client).call',
  'example.org/some-team/a-service/v2/pkg/with-hyphens.(*worker[...]).loop.func2.1',
  'gopkg.in/acme/queue%2ev3.(*Consumer).run',
  'glob..func1.1',
  'main.(*struct { sync.Mutex; f func(int) }).Lock',
] as const

const call: fc.Arbitrary<CallSketch> = fc.record({
  name: fc.constantFrom(...FUNCTIONS),
  words: fc.constantFrom(
    '',
    '...',
    '0xc000012345',
    '0xc00035a360, {0x7f8630, 0x2a2d9b120bc0}, 0x3?',
    '0x11e8e3c0, 0xbb6620, 0x11cf01e0, 0x13, 0x11bc8400, ...',
  ),
  file: fc.constantFrom(
    '/src/main.go',
    '/usr/local/go/src/runtime/proc.go',
    '/go/pkg/mod/example.org/some-team/a-service/v2@v2.4.1-0.20260102030405-abcdef012345/pkg/loop.go',
    'C:/Users/ann/src/shop/main.go',
    'example.org/shop/checkout/payment.go',
    '_cgo_gotypes.go',
  ),
  line: fc.integer({ min: 1, max: 12_345 }),
  offset: fc.constantFrom('', ' +0x1d', ' +0x5a4'),
})

export const sketches: fc.Arbitrary<readonly GoroutineSketch[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom(
        'chan send',
        'chan receive (nil chan)',
        'select (no cases)',
        'sync.Mutex.Lock',
        'IO wait',
      ),
      minutes: fc.constantFrom(0, 0, 1, 29, 9_511),
      isLocked: fc.boolean(),
      calls: fc.array(call, { minLength: 1, maxLength: 5 }),
      creator: fc.tuple(call, fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined })),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) =>
    list.map(({ creator: [made, inGoroutine], ...rest }, i) => ({
      ...rest,
      id: 7 + i * 11,
      creator: { ...made, offset: ' +0x5a', inGoroutine },
    })),
  )

/** `debug=2`, as runtime.Stack writes it. */
export const debug2Of = (list: readonly GoroutineSketch[]): string[] =>
  list.flatMap((one, i) => [...(i === 0 ? [] : ['']), headerOf(one), ...stackOf(one)])

function headerOf({ id, state, minutes, isLocked }: GoroutineSketch): string {
  const notes = [
    state,
    ...(minutes > 0 ? [`${minutes} minutes`] : []),
    ...(isLocked ? ['locked to thread'] : []),
  ]
  return `goroutine ${id} [${notes.join(', ')}]:`
}

function stackOf({ calls, creator }: GoroutineSketch): string[] {
  const lines = calls.flatMap(({ name, words, file, line, offset }) => [
    `${name}(${words})`,
    `\t${file}:${line}${offset}`,
  ])
  if (creator === undefined) return lines
  const from = creator.inGoroutine === undefined ? '' : ` in goroutine ${creator.inGoroutine}`
  return [...lines, `created by ${creator.name}${from}`, `\t${creator.file}:${creator.line}${creator.offset}`]
}

/** `debug=1`, as runtime/pprof writes it: one group per goroutine here, each with `count` 3, 4, … */
export function debug1Of(list: readonly GoroutineSketch[]): string[] {
  const total = list.reduce((sum, _, i) => sum + i + 3, 0)
  return [
    `goroutine profile: total ${total}`,
    ...list.flatMap(({ calls }, i) => [
      `${i + 3} @ 0x43c365 ${calls.map((_, at) => `0x${(at + 0x46_1000).toString(16)}`).join(' ')} 0x471da1`,
      ...calls.map(
        ({ name, file, line }, at) =>
          `#\t0x${(at + 0x46_0fff).toString(16)}\t${name}+0x1d\t\t${file}:${line}`,
      ),
      '',
    ]),
  ]
}

/** The output of goleak: from 1.3 on without the runtime's header. */
export const goleakOf = (list: readonly GoroutineSketch[], version: '1.1' | '1.3'): string[] => [
  '    leaks.go:78: found unexpected goroutines:',
  ...list
    .flatMap((one, i) => [
      `${i === 0 ? '[' : ' '}Goroutine ${one.id} in state ${headerOf(one).replace(/^[^[]*\[|\]:$/g, '')}, with ${one.calls[0]?.name} on top of the stack:`,
      ...(version === '1.1' ? [headerOf(one)] : []),
      ...stackOf(one),
    ])
    .concat(']')
    .map((line) => `        ${line}`),
]

/** `goroutines -t` of delve, with the wait in seconds. */
export const delveOf = (list: readonly GoroutineSketch[]): string[] => [
  ...list.flatMap(({ id, state, minutes, calls }) => [
    `  Goroutine ${id} - User: ${calls[0]?.file}:${calls[0]?.line} ${calls[0]?.name} (0x45e141) [${state}${minutes > 0 ? ` ${minutes * 60}` : ''}]`,
    ...calls.flatMap(({ name, file, line }, at) => [
      `\t${at}  0x000000000048456e in ${name}`,
      `\t    at ${file}:${line}`,
    ]),
  ]),
  `[${list.length} goroutines]`,
]

/** panicparse with full paths, one bucket per goroutine here. */
export const panicparseOf = (list: readonly GoroutineSketch[]): string[] =>
  list.flatMap(({ state, minutes, isLocked, calls }) => [
    `1: ${state}${minutes > 0 ? ` [${minutes} minutes]` : ''}${isLocked ? ' [locked]' : ''} [Created by main.start @ main.go:8]`,
    ...calls.map(({ name, file, line }) => {
      const dot = name.indexOf('.', name.lastIndexOf('/', name.search(/[([]|$/)) + 1)
      const path = name.slice(0, dot)
      return `    ${path.slice(path.lastIndexOf('/') + 1)}   ${file}:${line}   ${name.slice(dot + 1)}(#1, *)`
    }),
  ])

/** whyrusleeping/stackparse: durations of Go, arguments in brackets. */
export const stackparseOf = (list: readonly GoroutineSketch[]): string[] =>
  list.flatMap(({ id, state, minutes, calls, creator }) => [
    `goroutine ${id} [${state}${minutes > 0 ? `, ${Math.floor(minutes / 60)}h${minutes % 60}m0s` : ''}]:`,
    ...calls.flatMap(({ name, words, file, line }) => [`${name} [${words}]`, `\t${file}:${line}`]),
    ...(creator ? [`created by ${creator.name} []`, `\t${creator.file}:${creator.line}`] : []),
    '',
  ])

/** JSON of DataDog/gostackparse. */
export const gostackparseOf = (list: readonly GoroutineSketch[]): string[] =>
  JSON.stringify(
    list.map(({ id, state, minutes, isLocked, calls, creator }) => ({
      ID: id,
      State: state,
      Wait: minutes * 60e9,
      LockedToThread: isLocked,
      Stack: calls.map(({ name, file, line }) => ({ Func: name, File: file, Line: line })),
      FramesElided: false,
      CreatedBy: creator ? { Func: creator.name, File: creator.file, Line: creator.line } : null,
    })),
    undefined,
    2,
  ).split('\n')

/** `go tool pprof -traces`. */
export const tracesOf = (list: readonly GoroutineSketch[]): string[] => {
  const separator = '-----------+-------------------------------------------------------'
  return [
    'File: shop',
    'Type: goroutine',
    'Time: 2026-11-29 02:00:01 UTC',
    ...list.flatMap(({ calls }, i) => [
      separator,
      ...calls.map(({ name }, at) => `${at === 0 ? String(i + 3).padStart(10) : ' '.repeat(10)}   ${name}`),
    ]),
    separator,
  ]
}

/** Lines of a dump as a person gives them, beginning at line 1 of the file. */
export const dumpText = (lines: readonly string[], form: DumpForm): DumpText => ({
  source: '',
  lines,
  numbers: lines.map((_, i) => i + 1),
  times: undefined,
  form,
  at: undefined,
})

/** Lines that services write while a dump is printed; none is a function. */
export const LOG_LINES = [
  '2026/11/29 02:00:01 request served',
  '2026-11-29T02:00:01.123Z\tINFO\tserver/http.go:42\trequest served\t{"status": 200}',
  '{"level":"info","ts":1764381601.2,"msg":"request served (ok)"}',
  'level=info msg="request served" caller=main.go:58',
  'I1129 02:00:01.000000       1 main.go:58] served (200)',
  '[GIN] 2026/11/29 - 02:00:01 | 200 |  1.2ms | 10.0.0.1 | GET "/"',
  'http: TLS handshake error from 10.0.0.1:4312: EOF (timeout)',
  // One bare word may be the end of a name that the console broke: nothing tells.
  'job done',
  'INFO: worker started(ok)',
  'rax    0xca',
] as const

/** One way in which a text is hurt without a loss. */
export type Damage = (lines: readonly string[]) => string[]

const onLocations =
  (change: (line: string) => string): Damage =>
  (lines) =>
    lines.map((line) => (line.startsWith('\t') ? change(line) : line))

/** A console of so many columns: a tab goes to the next stop of eight. */
export const wrapped =
  (width: number): Damage =>
  (lines) =>
    lines.flatMap((line) => {
      const parts: string[] = []
      let rest = line
      for (let room = line.startsWith('\t') ? width - 7 : width; rest.length > room; room = width) {
        parts.push(rest.slice(0, room))
        rest = rest.slice(room)
      }
      return [...parts, rest]
    })

/** Harm to a full stack dump that leaves all of it readable. */
export const DEBUG2_DAMAGES: Readonly<Record<string, Damage>> = {
  'blanks for tabs': onLocations((line) => line.replace('\t', '        ')),
  'two blanks for tabs': onLocations((line) => line.replace('\t', '  ')),
  'no-break spaces for tabs': onLocations((line) => line.replace('\t', '\u00a0\u00a0\u00a0\u00a0')),
  'blanks at line ends': (lines) => lines.map((line) => `${line}  `),
  'blank lines between frames': (lines) =>
    lines.flatMap((line) => (line.startsWith('\t') ? [line, ''] : [line])),
  'no blank line between goroutines': (lines) => lines.filter((line) => line !== ''),
  'doubled blank lines': (lines) => lines.flatMap((line) => (line === '' ? ['', '', ''] : [line])),
  'first frame glued to its header': (lines) => glued(lines, (line) => line.startsWith('goroutine '), ''),
  'locations glued to their functions': (lines) =>
    glued(lines, (line) => /^\S/.test(line) && !line.endsWith(']:'), ' '),
  'no offsets': onLocations((line) => line.replace(/ \+0x.*$/, '')),
  'headers of another tool': (lines) => lines.map((line) => line.replace(/^goroutine (?=\d)/, 'Goroutine ')),
  'headers without their colon': (lines) => lines.map((line) => line.replace(/^(goroutine \d.*\]):$/, '$1')),
  'numbered frames': (lines) => {
    let n = 0
    return lines.map((line) => (/^(?!goroutine |created by )\S/i.test(line) ? `${++n}. ${line}` : line))
  },
  'log lines inside': (lines) =>
    lines.flatMap((line, i) => [line, ...LOG_LINES.slice(i % 10, (i % 10) + (i % 2))]),
  'a crash before and behind': (lines) => [
    'panic: oh no [recovered]',
    '\tpanic: oh no',
    '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48cc61]',
    '',
    'goroutine 0 gp=0x688a20 m=0 mp=0x689a20 [idle]:',
    'runtime.futex(0x68a5a0, 0x80, 0x0)',
    '\t/usr/local/go/src/runtime/sys_linux_amd64.s:557 +0x21 fp=0x7ffd sp=0x7ff8 pc=0x48cc61',
    '',
    ...lines,
    '',
    'rax    0xca',
    'rip    0x48cc61',
    '-----',
    'exit status 2',
  ],
}

/** Harm to counted text that leaves all of it readable. */
export const DEBUG1_DAMAGES: Readonly<Record<string, Damage>> = {
  'blanks for tabs': (lines) => lines.map((line) => line.replace(/\t+/g, '    ')),
  'one blank for tabs': (lines) => lines.map((line) => line.replace(/\t+/g, ' ')),
  'the sharp lost': (lines) => lines.map((line) => line.replace(/^#/, '')),
  'the sharp escaped': (lines) => lines.map((line) => line.replace(/^#/, '\\#')),
  'sharp and tabs lost': (lines) => lines.map((line) => line.replace(/^#\t/, '').replace(/\t+/g, ' ')),
  'no header': (lines) => lines.slice(1),
  'blank lines between symbols': (lines) =>
    lines.flatMap((line) => (line.startsWith('#') ? [line, ''] : [line])),
  'no blank lines': (lines) => lines.filter((line) => line !== ''),
  'log lines inside': (lines) =>
    lines.flatMap((line, i) => [line, ...LOG_LINES.slice(i % 10, (i % 10) + (i % 2))]),
  'addresses cut out': (lines) =>
    lines.map((line) => line.replace(/^#\t0x[0-9a-f]+/, '#').replace(/ @ .*$/, ' @ ...')),
}

/** Joins each line that `isFirst` picks with the one below. */
function glued(lines: readonly string[], isFirst: (line: string) => boolean, glue: string): string[] {
  const out: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const next = lines[i + 1]
    if (next === undefined || !isFirst(line)) out.push(line)
    else {
      out.push(`${line}${glue}${next.trimStart()}`)
      i++
    }
  }
  return out
}
