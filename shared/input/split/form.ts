/** Names the form of a dump that has been cut out of a text. */

import type { DumpForm } from '../clean-dump.ts'
import type { Family } from './dump-range.ts'
import type { LineKind } from './line-kind.ts'

/** stackparse: `main.ask.func1 [0xc105b86780 0x2a]` */
const BRACKETED = /^\s*[^\s()]\S* \[[^\]]*\]\s*$/
const CREATED = /^\s*created by /

/** `start` and `end` bound the dump in `lines`. */
export function formOf(
  family: Family,
  lines: readonly string[],
  kinds: readonly LineKind[],
  start: number,
  end: number,
): DumpForm {
  if (family === 'pprof-raw') return 'pprof-traces'
  if (family !== 'debug2') return family
  let hasFrames = false
  for (let i = start; i < end; i++) {
    const text = lines[i] ?? ''
    if (kinds[i] === 'goroutine' && /\]:?.*:\s*\S+\(/.test(text)) hasFrames = true
    if ((kinds[i] !== 'part' && kinds[i] !== 'other') || CREATED.test(text)) continue
    if (BRACKETED.test(text)) return 'stackparse'
    if (kinds[i] === 'part') hasFrames = true
  }
  return hasFrames ? 'debug2' : 'headers'
}
