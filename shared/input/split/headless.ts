/** Finds stacks that stand in a text without the line that begins a goroutine: somebody copied the frames alone. */

import { isLocation, type LineKind } from './line-kind.ts'

const CREATED = /^\s{0,80}[Cc]reated by \S/
/** What debuggers copy of a stack, whose root is the runtime's: `main.ask (/src/main.go:9)`. */
const COPIED = /^\s{0,80}[^\s()]\S{2,1000} \(\S[^()]{0,1000}:\d{1,9}\)$/
const COPIED_ROOT = /^\s{0,80}runtime\.goexit \(/

/** Where one stack stands: indices of its first line and of the one behind its last. */
export interface HeadlessStack {
  readonly start: number
  readonly end: number
}

/**
 * The stacks in the order of their lines. Only a creator proves that frames are those of a goroutine: errors and logs
 * print calls in the same form.
 */
export function headlessStacks(lines: readonly string[], kinds: readonly LineKind[]): HeadlessStack[] {
  const stacks: HeadlessStack[] = []
  let start = -1
  for (const [i, text] of lines.entries()) {
    const isCopied = COPIED.test(text)
    if (kinds[i] !== 'part' && !isCopied) {
      start = -1
      continue
    }
    if (start < 0) start = i
    const isCreator = CREATED.test(text)
    if ((!isCreator && !COPIED_ROOT.test(text)) || i === start) continue
    const hasLocation = isCreator && isLocation(lines[i + 1] ?? '')
    stacks.push({ start, end: i + (hasLocation ? 2 : 1) })
    start = -1
  }
  return stacks
}
