/** When a dump was taken, by what stands in it and above it. */

import type { SourceText } from '../clean-dump.ts'
import { timestampIn } from '../framing/timestamp.ts'

/** Lines above a dump that may say when: `date` before `curl`, the log line of the signal, a heading. */
const LINES_ABOVE = 10
/** pprof: `Time: Nov 29, 2026 at 2:00am (UTC)`; headings of scripts. */
const SAYS_TIME = /^\s*(?:#+ *)?(?:Time|Date|Taken(?: at)?): /i

/** Milliseconds since the epoch; undefined where nothing tells. `from` is where the dump before it ended. */
export function takenAt(
  { lines, times }: SourceText,
  start: number,
  end: number,
  from: number,
  near: number | undefined,
): number | undefined {
  const logged = times?.[start]
  if (logged !== undefined) return logged
  for (let i = start; i < Math.min(end, start + LINES_ABOVE); i++) {
    const text = lines[i] ?? ''
    const at = SAYS_TIME.test(text) ? timestampIn(text, near)?.at : undefined
    if (at !== undefined) return at
  }
  for (let i = start - 1; i >= Math.max(from, start - LINES_ABOVE); i--) {
    const at = timestampIn(lines[i] ?? '', near)?.at
    if (at !== undefined) return at
  }
  return undefined
}
