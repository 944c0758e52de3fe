import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linesOf, SOFT_BREAK, within } from '#shared/input/framing/line.ts'

const numbered = (text: string, first = 1) =>
  linesOf(text, first).map(({ text, number }) => `${number} ${text}`)

describe('the lines of a text', () => {
  it.each(['\n', '\r\n', '\r\r\n', '\r', '\r\r\r\n'])('end with %j, each once', (end) => {
    expect(numbered(`a${end}${end}b${end}`)).toEqual(['1 a', '2 ', '3 b'])
  })

  it('begin with the number of the first', () => {
    expect(numbered('a\nb', 40)).toEqual(['40 a', '41 b'])
  })

  it('keep their numbers where a tag breaks them', () => {
    expect(numbered(`a${SOFT_BREAK}b\nc`)).toEqual(['1 a', '1 b', '2 c'])
    expect(numbered(`a${SOFT_BREAK}\nb\n${SOFT_BREAK}${SOFT_BREAK}c`)).toEqual(['1 a', '2 b', '3 c'])
  })

  it('are as many as the feeds of a text that has no other breaks', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z ]*$/)), (texts) => {
        expect(linesOf(texts.map((text) => `${text}\n`).join(''), 1).map(({ text }) => text)).toEqual(texts)
      }),
    )
  })

  it('that a line holds are of its place', () => {
    const line = { text: 'a', number: 3, time: 5, source: 'web-0' }
    expect(within(line, 'x\r\ny\rz\n')).toEqual(['x', 'y', 'z', ''].map((text) => ({ ...line, text })))
  })
})
