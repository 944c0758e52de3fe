/** Takes off what stands before every line: found where a dump's own line begins, and held against its neighbours. */

import { anchorAt } from './anchor.ts'
import { Closing } from './closing.ts'
import type { Line } from './line.ts'
import { PrefixShape, type Span } from './prefix-shape.ts'
import { timestampIn } from './timestamp.ts'
import { Writers } from './writer.ts'

/** Shapes of one text: a text with more has no shapes. */
const MOST_SHAPES = 24
/** Lines behind an anchor that are asked whether they have its prefix. */
const ASKED = 4
/** Longest prefix. */
const MOST_CHARACTERS = 1_000

interface Known {
  readonly shape: PrefixShape
  readonly writers: Writers
  readonly closing: Closing
}

/** A line whose prefix has been found. */
interface Found {
  readonly known: Known
  readonly spans: readonly Span[]
}

/** Lines without their prefixes, with the time and the writer that those named. */
export function withoutPrefixes(lines: readonly Line[], near: number | undefined): Line[] {
  const anchors = Int32Array.from(lines, ({ text }) => anchorAt(text))
  // Where no line begins a goroutine, those of creators may tell: they end one.
  const isHeadless = anchors.every((column) => column < 0)
  const marks = isHeadless ? Int32Array.from(lines, ({ text }) => creatorAt(text)) : anchors
  const shapes = shapesOf(lines, marks, near)
  const found = lines.map(({ text }, i) => longest(shapes, text, anchors[i] ?? -1))
  for (const [i, one] of found.entries()) {
    const { text } = lines[i] as Line
    one?.known.writers.see(text, one.spans)
    one?.known.closing.see(text)
  }
  const bare = lines.map((line, i) => stripped(line, anchors[i] ?? -1, found[i], near))
  let last: Pick<Line, 'time' | 'source'> = { time: undefined, source: undefined }
  return bare.map((line, i) => {
    // A line without a prefix continues the line before it; one with words of its own before it begins what is behind.
    const isBeginning = (anchors[i] ?? -1) > (found[i]?.spans.at(-1)?.end ?? 0)
    const next = isBeginning ? bare[i + 1] : undefined
    const isLonger = (found[i + 1]?.known.shape.length ?? 0) > (found[i]?.known.shape.length ?? 0)
    const source = (isLonger ? next?.source : undefined) ?? line.source ?? last.source
    last = { time: next?.time ?? line.time ?? last.time, source }
    return { ...line, ...last }
  })
}

/** Behind an indent or a count stand lists of creators, whose lines have nothing to take off. */
const CREATED = /(?<=[^\s\d]\s{0,8})created by [\w.~%-]{1,200}[./]\S/
const creatorAt = (text: string): number => (text.includes('created by ') ? text.search(CREATED) : -1)

function stripped(line: Line, anchor: number, found: Found | undefined, near: number | undefined): Line {
  if (found === undefined && anchor <= 0) return line
  const { text } = line
  const end = Math.max(found?.spans.at(-1)?.end ?? 0, anchor)
  const said = found?.known.writers.of(text, found.spans)
  const time = said?.time ?? (anchor > 0 ? timestampIn(text.slice(0, anchor), near)?.at : undefined)
  const writer = found === undefined || found.known.shape.isIndent ? undefined : said?.writer
  const bare = text.slice(end)
  return {
    ...line,
    text: found?.known.closing.without(bare) ?? bare,
    time: line.time ?? time,
    source: joined(line.source, writer),
  }
}

const joined = (outer: string | undefined, inner: string | undefined): string | undefined =>
  outer === undefined || inner === undefined || inner === '' ? (outer ?? inner) : `${outer} ${inner}`

/** The shapes that anchors have before them and that their neighbours share. */
function shapesOf(lines: readonly Line[], anchors: Int32Array, near: number | undefined): Known[] {
  const shapes = new Map<string, Known>()
  for (const [i, column] of anchors.entries()) {
    if (column <= 0 || column > MOST_CHARACTERS || shapes.size === MOST_SHAPES) continue
    const { text } = lines[i] as Line
    if ([...shapes.values()].some(({ shape }) => shape.match(text)?.at(-1)?.end === column)) continue
    const whole = PrefixShape.of(text.slice(0, column))
    if (whole === undefined) continue
    const shape = sharedBy(whole, lines, i)
    if (shape !== undefined && !shapes.has(shape.key))
      shapes.set(shape.key, {
        shape,
        writers: new Writers(shape, near),
        closing: new Closing(text.slice(0, shape.match(text)?.at(-1)?.end ?? column)),
      })
  }
  return [...shapes.values()]
}

/** The longest beginning of an anchor's prefix that the lines behind it, or before a creator or the end, have too. */
function sharedBy(whole: PrefixShape, lines: readonly Line[], anchor: number): PrefixShape | undefined {
  const behind = lines.slice(anchor + 1, anchor + 1 + ASKED)
  const isEnd = behind.length === 0 || (lines[anchor]?.text ?? '').includes('created by ')
  const asked = isEnd ? lines.slice(Math.max(0, anchor - ASKED), anchor) : behind
  const texts = asked.map(({ text }) => text).filter((text) => text.trim() !== '')
  // Alone in its text, or between blank lines, the line speaks for itself.
  if (texts.length === 0) return undefined
  for (const shape of [whole, ...whole.shorter()]) {
    if (texts.some((text) => shape.match(text) !== undefined)) return shape
  }
  return undefined
}

/** The shape that takes most off a line, and nothing of what is certainly of a dump. */
function longest(shapes: readonly Known[], text: string, anchor: number): Found | undefined {
  let best: Found | undefined
  for (const known of shapes) {
    const spans = known.shape.match(text)
    const end = spans?.at(-1)?.end ?? 0
    if (anchor >= 0 && end > anchor) continue
    if (spans !== undefined && end > (best?.spans.at(-1)?.end ?? 0)) best = { known, spans }
  }
  return best
}
