/** Finds the keys of the pprof labels that a text dump prints; the values are stepped over and never kept. */

import { textOf } from './byte-text.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const SPACE = 0x20
const OPEN = 0x7b
const CLOSE = 0x7d

/** Ranges of the keys as start, end, start, end, … without their quotes, and where the closing brace ends. */
export interface LabelKeys {
  readonly ranges: readonly number[]
  readonly end: number
}

/**
 * Reads the labels whose brace opens at `at`; undefined if they do not close before `end`.
 *
 * Example inputs: `{"endpoint":"/v1/foo", "tenant":"acme \"x\""}` (debug=1),
 * `{"endpoint": "/v1/foo"}` (debug=2 of Go 1.26), `{endpoint: /v1/foo, "k 2": "v"}` (debug=2 since Go 1.27).
 */
export function readLabelKeys(bytes: Buffer, at: number, end: number): LabelKeys | undefined {
  const ranges: number[] = []
  if (bytes[at] !== OPEN) return undefined
  let from = at + 1
  while (from < end) {
    if (bytes[from] === CLOSE) return { ranges, end: from + 1 }
    const keyEnd = wordEnd(bytes, from, end)
    if (bytes[keyEnd] !== COLON || keyEnd >= end) return undefined
    const quoted = bytes[from] === QUOTE ? 1 : 0
    ranges.push(from + quoted, keyEnd - quoted)
    from = wordEnd(bytes, skipSpaces(bytes, keyEnd + 1, end), end)
    if (bytes[from] === COMMA) from = skipSpaces(bytes, from + 1, end)
    else if (bytes[from] !== CLOSE) return undefined
  }
  return undefined
}

/** Where a quoted word ends behind its quote, or a bare one before `:`, `,` or `}`. */
function wordEnd(bytes: Buffer, start: number, end: number): number {
  let at = start
  if (bytes[at] !== QUOTE) {
    while (at < end && bytes[at] !== COLON && bytes[at] !== COMMA && bytes[at] !== CLOSE) at++
    return at
  }
  for (at++; at < end && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
  return at + 1
}

function skipSpaces(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] === SPACE) at++
  return at
}

/** One escape of a Go string literal (Go specification, "Rune literals"). */
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** The label key that stands quoted at `start` to before `end`, with its escapes resolved. */
export function labelKeyText(bytes: Buffer, start: number, end: number): string {
  const text = textOf(bytes, start, end)
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, char = '') => {
    const code = Number.parseInt(byte ?? short ?? long ?? '', 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : (SHORT_ESCAPES[char] ?? char)
  })
}
