import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createToken, TOKEN_BYTES } from '#shared/access/token.ts'
import { terminalSvg } from './terminal-svg.ts'

const COMMITTED = readFileSync('docs/pictures/demo.svg', 'utf8')
const shown = (text: string) => terminalSvg('a terminal', [{ row: 0, text, from: 0 }])
/** What is drawn where nothing moves, line for line. */
const still = (svg: string): string[] =>
  [...svg.matchAll(/<g class="f\d+">(.*)<\/g>/g)].flatMap(([, frame = '']) =>
    [...frame.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text = '']) => text.replace(/<[^>]*>/g, '')),
  )

test('colours become classes and end where the terminal ends them', () => {
  expect(shown('\x1b[31m● probable\x1b[39m  it \x1b[1mleaks\x1b[22m, \x1b[1;33mperhaps\x1b[0m.')).toContain(
    '<tspan class="red">● probable</tspan>  it <tspan class="bold">leaks</tspan>, <tspan class="bold yellow">perhaps</tspan>.',
  )
})

test('what a program prints is text and never markup, whatever it is', () => {
  expect(still(shown('func f(a <-chan int) { return a && "b" }'))).toEqual([
    'func f(a &lt;-chan int) { return a &amp;&amp; &quot;b&quot; }',
  ])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const svg = terminalSvg(text.replace(/\p{C}/gu, ''), [{ row: 0, text, from: 0 }])
      expect(svg).not.toMatch(/<(?!\/?(svg|title|style|rect|g|text|tspan)\b)/)
      expect(svg.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u)
    }),
  )
})

test('a token in the output is hidden', () => {
  const token = createToken('acme', new Uint8Array(TOKEN_BYTES).fill(7))
  expect(still(shown(`open http://127.0.0.1:4180/#token=${token}`))).toEqual([
    'open http://127.0.0.1:4180/#token=tdm_…',
  ])
})

test('the last frame holds all lines that stay and nothing that passed', () => {
  const svg = terminalSvg('a terminal', [
    { row: 0, text: '$ demo', from: 0 },
    { row: 1, text: '███ 3 of 9', from: 100, to: 900 },
    { row: 1, text: 'pushed 9', from: 900 },
    { row: 2, text: 'judged', from: 900 },
  ])
  expect(still(svg)).toEqual(['$ demo', 'pushed 9', 'judged'])
  const last = [...svg.matchAll(/@keyframes (f\d+)\{.*?\{opacity:(\d)\}\}/g)].map(([, frame, opacity]) => [
    frame,
    opacity,
  ])
  expect(last).toEqual([
    ['f1', '0'],
    ['f2', '1'],
  ])
  expect(svg).toContain('<g class="f1 passes">')
  expect(svg).toContain('viewBox="0 0 110 83"')
})

test('the picture of the README is small, says what it is, tells no secret and asks for nothing', () => {
  expect(Buffer.byteLength(COMMITTED)).toBeLessThan(60 * 1024)
  expect(COMMITTED).toMatch(/^<svg [^>]*role="img" aria-labelledby="title">\n<title id="title">\w/)
  for (const secret of [/tdm_\w/, /token=/i, /\/(home|root|tmp|var|work|Users)\//])
    expect(COMMITTED).not.toMatch(secret)
  expect(COMMITTED).not.toMatch(/<script|<image|<foreignObject|href=|url\(|@import|\son\w+=/i)
  expect(still(COMMITTED).join('\n')).toMatch(/^\$ npm run demo.*● probable.*Why this verdict.*After/s)
})

test('a line that went as soon as it came is not drawn', () => {
  const svg = terminalSvg('a terminal', [
    { row: 0, text: '1 of 2', from: 500, to: 500 },
    { row: 0, text: '2 of 2', from: 500 },
  ])
  expect(svg).not.toContain('1 of 2')
  expect(still(svg)).toEqual(['2 of 2'])
})
