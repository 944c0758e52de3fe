/** Which lines begin as a prefix does: words and signs stay, numbers, ids, times and levels change. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PrefixShape } from '#shared/input/framing/prefix-shape.ts'

/** What is left of a line behind a prefix; undefined where the line does not begin so. */
function behind(prefix: string, line: string): string | undefined {
  const spans = PrefixShape.of(prefix)?.match(line)
  return spans === undefined ? undefined : line.slice(spans.at(-1)?.end ?? 0)
}

const UUID = '5f0c2d10-1b2c-4d3e-8f9a-a1b2c3d4e5f6'

describe('the shape of a prefix', () => {
  it.each([
    ['web-1 | ', 'web-1 | x'],
    ['web-1 | ', 'web-22 | x'],
    ['[7] ', '[123] x'],
    [`${UUID} `, '00000000-0000-0000-0000-00000000000a x'],
    ['deadbeef1 ', '0ac1bd2e3f00 x'],
    ['1a2b: ', '3c4d: x'],
    ['ERROR ', 'WARN x'],
    ['INFO: ', 'dpanic: x'],
    ['Nov 29 ', 'Dec 1 x'],
    ['I1129 ', 'W1130 x'],
    ['29T02 ', '30T03 x'],
    ['02Z ', '03Z x'],
    ['3:', '14-x'],
    ['3:', '14:x'],
    ['a.log:3:', 'a.log-14-x'],
    ['12 ', '  7 x'],
    [' 9 ', '10 x'],
    ['a 1 ', 'a   22 x'],
    ['a\t1 ', 'a\t22 x'],
    ['> ', '> x'],
    ['│ ', '│ x'],
  ])('%j is that of %j', (prefix, line) => {
    expect(behind(prefix, line)).toBe('x')
  })

  it.each([
    ['web ', 'api x'],
    ['web: ', 'web; x'],
    ['web ', '  web x'],
    ['web ', 'webx'],
    ['[7] ', '[] x'],
    ['[7] ', '[a] x'],
    [`${UUID} `, 'served x'],
    ['deadbeef1 ', 'served x'],
    ['ERROR ', 'served x'],
    ['ERROR ', '12 x'],
    ['29X02 ', '30Y03 x'],
    ['3:', '14;x'],
    ['a: ', 'a- x'],
    ['a.log:3:', 'a.log;14:x'],
    ['a\t1 ', 'a 22 x'],
    ['a  b ', 'a b x'],
    ['1a2 ', '3b4 x'],
  ])('%j is not that of %j', (prefix, line) => {
    expect(behind(prefix, line)).toBeUndefined()
  })

  it('may end with the line where only blanks are left of it', () => {
    expect(behind('> > ', '> >')).toBe('')
    expect(behind('web | ', 'web |')).toBe('')
    expect(behind('web | ', 'web')).toBeUndefined()
    expect(behind('web | x', 'web |')).toBeUndefined()
    expect(behind('  ', '')).toBeUndefined()
  })

  it('takes no more blanks at its end than the prefix has', () => {
    expect(behind('ERROR ', 'WARN   x')).toBe('  x')
    expect(behind('a: ', 'a:   x')).toBe('  x')
  })

  it('is that of the prefix itself, of any prefix', () => {
    const part = fc.constantFrom(
      'web',
      '-',
      '1',
      '[',
      ']',
      ' ',
      '\t',
      'ERROR',
      ':',
      UUID,
      'deadbeef1',
      '29T02',
      '|',
      'é',
    )
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const prefix = `${parts.join('')}| `
        expect(behind(prefix, `${prefix}x y`)).toBe('x y')
      }),
      { examples: [[[UUID, 'deadbeef1']]] },
    )
  })

  it('is none of nothing, and of more than eighty words and signs', () => {
    expect(PrefixShape.of('')).toBeUndefined()
    expect(PrefixShape.of('a '.repeat(40))?.length).toBe(80)
    expect(PrefixShape.of(`${'a '.repeat(40)}b`)).toBeUndefined()
  })

  it('has one key for prefixes that differ in what changes alone', () => {
    const key = (prefix: string) => PrefixShape.of(prefix)?.key
    expect(key('web-1 ERROR ')).toBe(key('web-22 WARN '))
    expect(new Set(['web 1 ', 'api 1 ', 'web ERROR ', 'web: ', '1 web '].map(key)).size).toBe(5)
  })

  it('is an indent where it is blanks alone', () => {
    expect(['  ', '\t', ' 1', '> '].map((prefix) => PrefixShape.of(prefix)?.isIndent)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('is shorter up to each blank and each closing sign, the longest first', () => {
    const lengths = (prefix: string) =>
      PrefixShape.of(prefix)
        ?.shorter()
        .map(({ length }) => length)
    expect(lengths('(a) [b] x: y')).toEqual([11, 8, 7, 4, 3])
    expect(lengths('a|b>c}d')).toEqual([6, 4, 2])
    expect(lengths('a-b.c')).toEqual([])
  })
})
