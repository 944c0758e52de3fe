import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDebug2 } from '#shared/goroutine/debug2.ts'
import { isCName, isFunctionName } from '#shared/goroutine/go-symbol.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import type { DumpForm } from '#shared/input/clean-dump.ts'
import { groupsOf } from '#shared/input/mend/debug1-groups.ts'
import { mend } from '#shared/input/mend/mend.ts'
import { piecesOf } from '#shared/input/mend/pieces.ts'
import { unwrap } from '#shared/input/mend/unwrap.ts'
import {
  DEBUG1_DAMAGES,
  DEBUG2_DAMAGES,
  debug1Of,
  debug2Of,
  delveOf,
  dumpText,
  FUNCTIONS,
  goleakOf,
  gostackparseOf,
  LOG_LINES,
  panicparseOf,
  sketches,
  stackparseOf,
  tracesOf,
  wrapped,
} from '../../support/dump-texts.ts'
import { cleanOf, groupsIn, profileOf, readLines, textOf } from './read.ts'

const bytesOf = (lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`)

describe('a dump as the runtime writes it', () => {
  it.each([
    ['debug2', debug2Of],
    ['debug1', debug1Of],
  ] as const)('stays byte for byte: %s', (form, render) => {
    fc.assert(
      fc.property(sketches, (list) => {
        const lines = render(list)
        const clean = cleanOf(lines, form)
        expect(textOf(clean)).toBe(`${lines.join('\n')}\n`)
        expect({ notes: clean.notes, isCut: clean.isCut }).toEqual({ notes: [], isCut: false })
        expect(
          lines.map((_, i) => clean.lineOf(i + 1)).filter((n, i) => lines[i] !== '' && n !== i + 1),
        ).toEqual([])
      }),
    )
  })
})

describe('a dump that was hurt is read as if it was not', () => {
  it.each(Object.entries(DEBUG2_DAMAGES))('full stacks with %s', (_, damage) => {
    fc.assert(
      fc.property(sketches, (list) => {
        const lines = debug2Of(list)
        expect(groupsIn(readLines(damage(lines), 'debug2'))).toEqual(groupsIn(profileOf(bytesOf(lines))))
      }),
    )
  })

  it('full stacks with one harm upon the other', () => {
    const some = fc.subarray(Object.keys(DEBUG2_DAMAGES), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(sketches, some, (list, names) => {
        const lines = debug2Of(list)
        const hurt = names.reduce<string[]>((text, name) => DEBUG2_DAMAGES[name]?.(text) ?? text, lines)
        expect(groupsIn(readLines(hurt, 'debug2'))).toEqual(groupsIn(profileOf(bytesOf(lines))))
      }),
    )
  })

  it('full stacks wrapped at the width of a console', () => {
    fc.assert(
      fc.property(sketches, fc.integer({ min: 60, max: 132 }), (list, width) => {
        const lines = debug2Of(list)
        expect(groupsIn(readLines(wrapped(width)(lines), 'debug2'))).toEqual(
          groupsIn(profileOf(bytesOf(lines))),
        )
      }),
    )
  })

  it.each(Object.entries(DEBUG1_DAMAGES))('counted text with %s', (_, damage) => {
    fc.assert(
      fc.property(sketches, (list) => {
        const lines = debug1Of(list)
        expect(groupsIn(readLines(damage(lines), 'debug1'))).toEqual(groupsIn(profileOf(bytesOf(lines))))
      }),
    )
  })
})

describe('a form of another tool is read as the dump that it was made from', () => {
  const without = <K extends 'creators' | 'waitMinutes' | 'states'>(
    groups: ReturnType<typeof groupsIn>,
    ...keys: K[]
  ) => groups.map((group) => ({ ...group, ...Object.fromEntries(keys.map((key) => [key, []])) }))

  it.each([
    ['goleak', '1.1'],
    ['goleak', '1.3'],
  ] as const)('%s %s', (form, version) => {
    fc.assert(
      fc.property(sketches, (list) => {
        expect(groupsIn(readLines(goleakOf(list, version), form))).toEqual(
          groupsIn(profileOf(bytesOf(debug2Of(list)))),
        )
      }),
    )
  })

  it.each([
    ['stackparse', stackparseOf],
    ['stackparse', gostackparseOf],
  ] as const)('%s', (form, render) => {
    fc.assert(
      fc.property(sketches, (list) => {
        expect(groupsIn(readLines(render(list), form))).toEqual(groupsIn(profileOf(bytesOf(debug2Of(list)))))
      }),
    )
  })

  it('delve, which has no creators and tells states of frames that it knows', () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const calm = list
          .map((one) => ({
            ...one,
            state: 'chan send',
            calls: one.calls.filter(({ name }) => name !== 'internal/poll.runtime_pollWait'),
          }))
          .filter(({ calls }) => calls.length > 0)
        fc.pre(calm.length > 0)
        expect(groupsIn(readLines(delveOf(calm), 'delve'))).toEqual(
          without(groupsIn(profileOf(bytesOf(debug2Of(calm)))), 'creators'),
        )
      }),
    )
  })

  it('panicparse, whose packages have their last element', () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const profile = readLines(panicparseOf(list), 'panicparse')
        expect(profile.total).toBe(list.length)
        expect(profile.groups.map(({ frames }) => frames.length).sort()).toEqual(
          groupsIn(profileOf(bytesOf(debug2Of(list))))
            .map(({ frames }) => frames.length)
            .sort()
            .filter((_, i, all) => i < all.length),
        )
        const told = profile.groups.flatMap(({ waitMinutes }) => [...waitMinutes.keys()])
        expect(told.every((minutes) => list.some((one) => one.minutes === minutes))).toBe(true)
      }),
    )
  })

  it('pprof -traces, which is counted text with the frames of the runtime', () => {
    fc.assert(
      fc.property(sketches, (list) => {
        expect(groupsIn(readLines(tracesOf(list), 'pprof-traces'))).toEqual(
          groupsIn(profileOf(bytesOf(debug1Of(list)))),
        )
      }),
    )
  })
})

const FORMS: readonly DumpForm[] = [
  'debug1',
  'debug2',
  'goleak',
  'pprof-traces',
  'delve',
  'gdb',
  'panicparse',
  'stackparse',
  'headers',
  'headless',
  'folded',
]

/** Pieces of dumps and of logs in any order, with anything in between. */
const anyLine = fc.oneof(
  fc.constantFrom(...LOG_LINES),
  fc.constantFrom(
    'goroutine 7 [chan send]:',
    'main.f(0x1)',
    '\t/src/main.go:9 +0x1d',
    'created by main.g',
    '3 @ 0x1 0x2',
    '#\t0x1\tmain.f+0x1\t/a.go:1',
    '...',
    '',
  ),
  fc.constantFrom(
    '[Goroutine 7 in state select, with a.b on top of the stack:',
    '1: chan send [Created by a.b @ c.go:1]',
    '    a c.go:1 b(...)',
    '  Goroutine 7 - User: /a.go:1 a.b (0x1) [select 5]',
    '\t0  0x01 in a.b',
    '\t    at /a.go:1',
    '         3   a.b',
    '-----------+-------------',
  ),
  fc.string({ maxLength: 40 }),
  fc.stringMatching(/^[a-z0-9 .:()[\]{}*@#/\\,"'+x\t-]{0,60}$/),
)

describe('whatever the text', () => {
  it('no form throws, and a function is a symbol of Go or of C', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 40 }), fc.constantFrom(...FORMS), (lines, form) => {
        const clean = mend(dumpText(lines, form))
        if ('reason' in clean) return
        const { groups, problems } = profileOf(clean.bytes)
        const frames = groups.flatMap((group) => [...group.frames, ...group.creators.keys()])
        expect(
          frames.filter(
            (name) =>
              !isFunctionName(name) && !isCName(name) && !name.startsWith('non-Go') && !/^0x/.test(name),
          ),
        ).toEqual([])
        expect(problems.filter(({ why }) => !/stripped|announces/.test(why))).toEqual([])
      }),
      { numRuns: 600 },
    )
  })

  it('a log line is a function neither for people nor for machines', () => {
    const stack = ['goroutine 7 [chan send]:', 'main.ask.func1()', '\t/src/main.go:9 +0x1d']
    const end = ['created by main.ask in goroutine 1', '\t/src/main.go:8 +0x5a']
    for (const log of LOG_LINES) {
      const lines = [...stack, log, '\t/src/main.go:9 +0x1d', ...end]
      const strict = readDebug2(bytesOf(lines), DEFAULT_READ_LIMITS)
      expect(strict.answer === 'recognised' && strict.profile.groups.map(({ frames }) => frames)).toEqual([
        ['main.ask.func1'],
      ])
      expect(readLines(lines, 'debug2').groups.map(({ frames }) => frames)).toEqual([['main.ask.func1']])
    }
  })

  it('every function of the generators is one', () => {
    expect(FUNCTIONS.filter((name) => !isFunctionName(name))).toEqual([])
  })

  it('each line is looked at a bounded number of times', () => {
    const hard = [
      'main.f(0x1, 0x2',
      '0x1, 0x2,',
      'example.org/some/package/name',
      'created by example.org/some',
      '\t/src/a/very/long/path/of/a/file',
      'goroutine 7 [chan send',
      '3 @ 0x43c365',
      '0x1',
      '#\t0x1\tmain.f+0x1\t/src/long',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...hard), { minLength: 200, maxLength: 400 }), (texts) => {
        let looks = 0
        const lines = texts.map((text, i) => ({
          number: i + 1,
          get text() {
            looks++
            return text
          },
        }))
        for (const _ of piecesOf(unwrap(lines))) looks++
        groupsOf(lines)
        expect(looks).toBeLessThan(100 * texts.length)
      }),
      { numRuns: 50 },
    )
  })
})
