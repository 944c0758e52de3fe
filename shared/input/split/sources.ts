/** Parts the lines of a text by who wrote them. */

import type { SourceText } from '../clean-dump.ts'
import type { Line } from '../framing/line.ts'

/** One text for each writer, in the order in which they began; `file` is what the text itself is called. */
export function sources(lines: readonly Line[], file: string): SourceText[] {
  const writers = new Map<string, Line[]>()
  for (const line of lines) {
    const writer = line.source ?? ''
    const own = writers.get(writer)
    if (own === undefined) writers.set(writer, [line])
    else own.push(line)
  }
  return Array.from(writers, ([writer, own]) => ({
    source: file === '' || writer === '' ? file || writer : `${file}: ${writer}`,
    lines: own.map(({ text }) => text),
    numbers: Uint32Array.from(own, ({ number }) => number),
    times: own.some(({ time }) => time !== undefined) ? own.map(({ time }) => time) : undefined,
  }))
}
