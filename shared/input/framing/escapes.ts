/** Makes text of text with escapes, as JSON, Go's %q and shells write it. */

import { anchorAt } from './anchor.ts'
import { type Line, within } from './line.ts'
import { timestampIn } from './timestamp.ts'

/** One escape. Those of JSON, of Go (`\x1b`, `\U0001f600`) and of quoted quotes. */
const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|(.))/gs
const SINGLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '',
  f: '',
  a: '',
  v: '',
  '0': '',
}
/** Quoting in quoting: what was logged by one logger and shipped by another. */
const DEEPEST = 3

export const unescaped = (text: string): string =>
  text.replaceAll(ESCAPE, (_all, short?: string, long?: string, byte?: string, one?: string) => {
    const code = Number.parseInt(short ?? long ?? byte ?? '', 16)
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    return SINGLE[one ?? ''] ?? one ?? ''
  })

/**
 * The lines that a line with a dump holds behind escapes; undefined where it holds none. What stands before the quote
 * that opens the text, and behind the one that closes it, is no part of it.
 *
 * Example input: `level=error msg="panic: x\n\ngoroutine 7 [chan send]:\nmain.ask()"`
 * Example output: `panic: x`, ``, `goroutine 7 [chan send]:`, `main.ask()`
 */
export function escapedLines(line: Line, near: number | undefined): Line[] | undefined {
  const { text } = line
  const broken = text.indexOf('\\n')
  if (broken < 0) return undefined
  const anchor = anchorAt(text)
  if (anchor < 0) return undefined
  const { quote, depth, end } = quotedAround(text, Math.min(anchor, broken), broken)
  let inside = text.slice(quote + 1, end).replace(/\\+$/, '')
  for (let times = 0; times < DEEPEST && /\\[nt]/.test(inside); times++) inside = unescaped(inside)
  const before = text.slice(0, Math.max(0, quote - depth))
  const timed = { ...line, time: timestampIn(before, near)?.at ?? line.time }
  return [...(before === '' ? [] : [{ ...timed, text: before }]), ...within(timed, inside)]
}

/** The quoted text that holds the break; all of the line where quotes only stand around single lines of it. */
function quotedAround(text: string, before: number, broken: number) {
  const quote = openingQuote(text, before)
  const depth = quote < 0 ? 0 : backslashesBefore(text, quote)
  const end = quote < 0 ? text.length : closingQuote(text, quote, depth)
  return end < broken ? { quote: -1, depth: 0, end: text.length } : { quote, depth, end }
}

/** Longest text in quotes that is put together again. */
const LONGEST = 64 * 1_024 ** 2

/**
 * Lines with a quoted text that was broken amid its escapes put together again: journald breaks what is longer than 48 KiB
 * (LineMax), consoles and pagers at their width. The rest of a quoted text begins with no quote of its own.
 */
export function withWholeQuotes(lines: readonly Line[]): Line[] {
  const whole: Line[] = []
  /** The last line, while the quote that it opens has not ended. */
  let open: Line | undefined
  for (const line of lines) {
    const isRest = /\\[nt]|"/.test(line.text) && isRestOfQuote(line.text)
    const joined =
      open !== undefined && isRest && open.text.length + line.text.length <= LONGEST
        ? { ...open, text: open.text + line.text }
        : undefined
    if (joined === undefined) whole.push(line)
    else whole[whole.length - 1] = joined
    const isOpen =
      isOpenQuote(line.text, joined !== undefined) && (joined !== undefined || anchorAt(line.text) >= 0)
    open = isOpen ? (joined ?? line) : undefined
  }
  return whole
}

const UNESCAPED = /(?<!\\)(?:\\\\)*"/g
const isOpenQuote = (text: string, wasOpen: boolean): boolean =>
  text.includes('\\n') && ((text.match(UNESCAPED)?.length ?? 0) % 2 === 1) !== wasOpen
/** One quote, which ends the text, or none. */
const isRestOfQuote = (text: string): boolean => (text.match(UNESCAPED)?.length ?? 0) <= 1

/** The last quote before the text that begins one: behind a blank, `=`, `:`, `(`, `[`, `,`, `{`, or at the start. */
function openingQuote(text: string, before: number): number {
  for (let at = before; at >= 0; at--) {
    const sign = text[at]
    if (sign !== '"' && sign !== "'" && sign !== '`') continue
    const ahead = text[at - backslashesBefore(text, at) - 1]
    if (ahead === undefined || /[\s=:([,{]/.test(ahead)) return at
  }
  return -1
}

/** The next quote of the same kind behind as many backslashes as the first had. */
function closingQuote(text: string, quote: number, depth: number): number {
  const sign = text[quote] as string
  for (let at = text.indexOf(sign, quote + 1); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (backslashesBefore(text, at) === depth) return at - depth
  }
  return text.length
}

function backslashesBefore(text: string, at: number): number {
  let count = 0
  while (text[at - 1 - count] === '\\') count++
  return count
}
