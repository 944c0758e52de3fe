import { stripVTControlCharacters } from 'node:util'
import { html, raw } from 'hono/html'
import { hideTokens } from '#shared/access/token.ts'

/** What stood in one row of a terminal for a while, colours as the terminal gets them. */
export interface Shown {
  /** 0 is the topmost. */
  readonly row: number
  readonly text: string
  /** Milliseconds since the start. */
  readonly from: number
  /** Undefined where it stays. */
  readonly to?: number
}

/** Pixels: a character of 13 px is 7.8 wide in nearly every monospaced font. */
const [FONT, CELL, LINE, EDGE] = [13, 7.8, 17, 16]
/** Milliseconds that the last frame stays. */
const PAUSE = 10_000
/** Those of the page in the dark: on a back of their own they can be read on white and on black. */
const STYLE = `rect{fill:#10171d;stroke:#2a3741}text{white-space:pre;fill:#e3e9ed;font:${FONT}px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}.bold{font-weight:700}.red{fill:#ff8f84}.yellow{fill:#e2ad4c}.passes{opacity:0}`
/** Select Graphic Rendition, the only thing of ECMA-48 that is drawn. */
const SGR = /\p{Cc}\[([\d;]*)m/u
const COLOURS: Readonly<Record<string, string>> = { 31: 'red', 33: 'yellow' }
/** XML 1.0 has no place for them, not even escaped. */
const NOT_IN_XML = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

/**
 * A recording of a terminal as an SVG that plays itself: no script, no request, everything in it escaped, tokens hidden.
 * Where nothing moves (paper, reduced motion, no CSS) it is its last frame.
 */
export function terminalSvg(title: string, recording: readonly Shown[]): string {
  const length = PAUSE + Math.max(...recording.map(({ from }) => from))
  const percent = (ms: number): string => `${((100 * ms) / length).toFixed(2)}%`
  // What went as soon as it came nobody saw.
  const seen = recording.filter(({ from, to }) => to === undefined || percent(from) !== percent(to))
  const frames = [...Map.groupBy(seen, ({ from, to }) => `${from}-${to}`).values()]
  const rows = 1 + Math.max(...recording.map(({ row }) => row))
  const columns = Math.max(...recording.map(({ text }) => [...stripVTControlCharacters(text)].length))
  const [width, height] = [Math.ceil(columns * CELL) + 2 * EDGE, rows * LINE + 2 * EDGE]
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${title}</title>
<style>${raw(STYLE + motion(frames, length, percent))}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
${frames.map((frame, i) => html`<g class="f${i}${frame[0]?.to === undefined ? '' : ' passes'}">${frame.map(line)}</g>\n`)}</svg>
`
  return String(svg)
}

const line = ({ row, text }: Shown) =>
  text === '' ? '' : html`<text x="${EDGE}" y="${EDGE + FONT + row * LINE}">${spans(text)}</text>`

/** The pieces of a line, each in its colour. */
function spans(text: string) {
  const set = new Set<string>()
  return hideTokens(text)
    .split(SGR)
    .map((piece, i) => {
      if (i % 2 === 0) return span(stripVTControlCharacters(piece).replace(NOT_IN_XML, ' '), [...set])
      for (const code of piece.split(';')) select(set, code)
      return ''
    })
}

const span = (text: string, classes: readonly string[]) =>
  text === '' || classes.length === 0 ? text : html`<tspan class="${classes.join(' ')}">${text}</tspan>`

/** 0 ends all, 1 and 22 are bold and not, 30 to 39 are colours. */
function select(set: Set<string>, code: string): void {
  if (code === '1') set.add('bold')
  else if (code === '22') set.delete('bold')
  else if (code === '' || code === '0') set.clear()
  else if (/^3\d$/.test(code)) {
    for (const colour of Object.values(COLOURS)) set.delete(colour)
    const colour = COLOURS[code]
    if (colour !== undefined) set.add(colour)
  }
}

/** What is on screen when, a rule a frame; what stands there from the start needs none. */
function motion(
  frames: readonly (readonly Shown[])[],
  length: number,
  percent: (ms: number) => string,
): string {
  const rules = frames.map(([first], i) => {
    const { from = 0, to } = first ?? {}
    const end = to === undefined ? '' : `${percent(to)}{opacity:0}`
    return from === 0 && to === undefined
      ? ''
      : `.f${i}{animation-name:f${i}}@keyframes f${i}{0%{opacity:0}${percent(from)}{opacity:1}${end}}`
  })
  return `@media(prefers-reduced-motion:no-preference){g{animation:${length}ms step-end infinite}${rules.join('')}}`
}
