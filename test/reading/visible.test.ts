import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneLine, visibleName, visibleStyledText, visibleText } from '#shared/reading/visible.ts'

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const UNSEEN_IN_TEXT = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const ESC = '\u001b'
const STYLES = new RegExp(`${ESC}\\[\\d{1,3}m`, 'g')
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'main.f',
        '\u001b[31m',
        '\u001b]8;;x\u0007',
        '\u202e',
        '\u200b',
        '\u009b',
        '\ud800',
        '\t',
        '\n',
        '\u{e0041}',
      ),
    )
    .map((parts) => parts.join('')),
)

test.each([
  ['ESC', 'main.\u001b[2Jf', 'main.\\u001b[2Jf'],
  ['OSC', '\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['CSI of C1', '\u009b31m', '\\u009b31m'],
  ['right-to-left', 'main.\u202egnp', 'main.\\u202egnp'],
  ['zero width', 'ma\u200bin', 'ma\\u200bin'],
  ['byte order mark', '\ufeffmain', '\\ufeffmain'],
  ['a tag beyond 16 bits', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ['half of a pair', 'a\ud800', 'a\\ud800'],
  ['a line', 'a\nb\tc', 'a\\u000ab\\u0009c'],
  ['letters of any script', 'main.größe名前', 'main.größe名前'],
])('%s in a name', (_, name, want) => {
  expect(visibleName(name)).toBe(want)
})

describe('whatever the text', () => {
  test('nothing is left that cannot be seen', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visibleName(text)).not.toMatch(UNSEEN)
        expect(oneLine(text)).not.toMatch(UNSEEN)
        expect(visibleText(text)).not.toMatch(UNSEEN_IN_TEXT)
        expect(visibleStyledText(text).replaceAll(STYLES, '')).not.toMatch(UNSEEN_IN_TEXT)
      }),
    )
  })

  test('a JSON text keeps its value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const json = JSON.stringify([value, text])
        expect(JSON.parse(visibleText(json))).toEqual(JSON.parse(json))
      }),
    )
  })

  test('what is visible stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const make of [visibleName, visibleText, visibleStyledText, oneLine])
          expect(make(make(text))).toBe(make(text))
      }),
    )
  })
})
