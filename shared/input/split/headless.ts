/** Finds stacks that stand in a text without the line that begins a goroutine: somebody copied the frames alone. */

import { isLocation, type LineKind } from './line-kind.ts'

const CREATED = /^\s{0,80}[Cc]reated (?:by|at:) \S/
/** GoLand copies all goroutines so, the frames of each below. */
const NUMBERED = /^\s{0,40}Goroutine \d{1,19}(?: [\w./()*[\]·-]{1,1000})?\s{0,80}$/
/** What debuggers copy of a stack, whose root is the runtime's: `main.ask (/src/main.go:9)`, `main.ask(main.go:9)`. */
const COPIED = /^\s{0,80}[^\s()]\S{2,1000}(?: \(\S[^()]{0,1000}|\([^\s()]{1,1000}\.(?:go|s)):\d{1,9}\)$/
/** Debuggers alone glue a place to a name. */
const GLUED = /^[^\s()]{1,1000}\.(?:go|s):\d{1,9}\)$/
/** Debuggers of heap dumps show names alone. */
const NAME = /^\s{0,80}[\w./%~()*·[\]-]{3,2000}\s{0,80}$/
const COPIED_ROOT = /^\s{0,80}runtime\.goexit(?: \(|\([^\s()]{1,1000}:|\s{0,80}$)/

/** `\t/src/main.go:9 +0x1d`: only the runtime writes the offset, and words of arguments. */
const OFFSET = /:\d{1,9} \+0x[\da-f]{1,8}\s{0,80}$/
const WORDS = /\((?:\{?0x[\da-f]|\.\.\.\))/
/** Frames with words and offsets, or glued ones, that make a stack whose creator or root was cut off. */
const ENOUGH_FRAMES = 3

/** Where one stack stands: indices of its first line and of the one behind its last. */
export interface HeadlessStack {
  readonly start: number
  readonly end: number
}

/**
 * The stacks in the order of their lines. Frames with lines of their own for locations are those of a goroutine if
 * a creator stands below them, or if the words of their arguments and the offsets of their locations are there: errors
 * and logs print calls in the same form, down to the root, without these.
 */
export function headlessStacks(lines: readonly string[], kinds: readonly LineKind[]): HeadlessStack[] {
  const stacks: HeadlessStack[] = []
  let start = -1
  let areCopied = true
  let frames = 0
  /** The line above says that a goroutine begins: each of its frames counts. */
  let isNumbered = false
  const cutOff = (end: number): void => {
    if (start >= 0 && (isNumbered || frames >= ENOUGH_FRAMES)) stacks.push({ start, end })
    start = -1
    isNumbered = false
  }
  for (const [i, text] of lines.entries()) {
    if (kinds[i] !== 'part' && !isCopied(text) && !(start >= 0 && CREATED.test(text))) {
      if (start >= 0 && areCopied && i - start >= ENOUGH_FRAMES && goesOn(lines, kinds, i)) continue
      cutOff(i)
      isNumbered = NUMBERED.test(text)
      continue
    }
    if (start < 0) {
      start = i
      areCopied = true
      frames = 0
    }
    areCopied &&= isCopied(text)
    if ((WORDS.test(text) && OFFSET.test(lines[i + 1] ?? '')) || isGlued(text)) frames++
    const isBelow = i > start
    const hasLocation = isLocation(lines[i + 1] ?? '')
    if (isBelow && CREATED.test(text)) stacks.push({ start, end: i + (hasLocation ? 2 : 1) })
    else if (
      isBelow &&
      areCopied &&
      COPIED_ROOT.test(text) &&
      !hasLocation &&
      !CREATED.test(lines[i + 1] ?? '')
    )
      stacks.push({ start, end: i + 1 })
    else continue
    start = -1
    isNumbered = false
  }
  cutOff(lines.length)
  return stacks
}

/** Frames that somebody made unreadable, to hide names, in a stack that goes on below them. */
const MOST_HIDDEN = 3

function goesOn(lines: readonly string[], kinds: readonly LineKind[], from: number): boolean {
  for (let i = from; i < from + MOST_HIDDEN && kinds[i] === 'other' && !NUMBERED.test(lines[i] ?? ''); i++)
    if (isCopied(lines[i + 1] ?? '')) return true
  return false
}

/** `10 *`, `10 x`, `x10`, `10 goroutines:` on a line of its own, and what Markdown puts around a stack. */
const TIMES =
  /^\s{0,40}(?:(\d{1,5}) {0,2}(?:[*x×]|times|goroutines|of (?:these|them|those))|[*x×] ?(\d{1,5})):?\s{0,80}$/i
const FENCE = /^\s{0,40}(?:```|~~~|<\/?(?:pre|code)>)/
const MOST_BETWEEN = 3

/** Goroutines in a stack that somebody wrote a number above; 1 where nobody did. @param start its first line */
export function timesAbove(lines: readonly string[], kinds: readonly LineKind[], start: number): number {
  for (let i = start - 1; i >= Math.max(0, start - 1 - MOST_BETWEEN); i--) {
    const text = lines[i] ?? ''
    const [, before, behind] = TIMES.exec(text) ?? []
    if ((before ?? behind) !== undefined) return Math.max(1, Number(before ?? behind))
    if (kinds[i] !== 'blank' && !FENCE.test(text)) return 1
  }
  return 1
}

/** Blank lines between a stack and the next header. */
const MOST_BLANKS = 2

/**
 * Index of the first line of a stack that stands directly above the line `below` and lost its header, where a selection
 * began inside a goroutine; `below` where there is none. Only a creator tells it: a log may print frames above a dump.
 *
 * @param from the first line that is of no dump yet
 */
export function stackAbove(
  lines: readonly string[],
  kinds: readonly LineKind[],
  below: number,
  from: number,
): number {
  /** The line above, over the blank one that doubled line ends put between two. */
  const above = (i: number): number => (kinds[i - 1] === 'blank' && kinds[i - 2] === 'part' ? i - 2 : i - 1)
  let end = below - 1
  while (end > from && below - end <= MOST_BLANKS && kinds[end] === 'blank') end--
  const creator = [end, above(end)].find((i) => i >= from && CREATED.test(lines[i] ?? ''))
  if (creator === undefined || (creator < end && !isLocation(lines[end] ?? ''))) return below
  const isDoubled = creator < end - 1
  let start = creator
  for (;;) {
    const next = isDoubled ? above(start) : start - 1
    if (next < from || kinds[next] !== 'part' || CREATED.test(lines[next] ?? '')) break
    start = next
  }
  // The function of the first location is above the selection.
  while (start < creator && isLocation(lines[start] ?? '')) start++
  return start
}

/** Lines of a text, and where each stood. */
export interface KeptLines {
  readonly lines: readonly string[]
  readonly kinds: readonly LineKind[]
  readonly indices: readonly number[]
}

/** Without the blank line below each line of a stack, where no two of them stand together. */
export function withoutDoubledEnds(lines: readonly string[], kinds: readonly LineKind[]): KeptLines {
  const isDoubled = !kinds.some((kind, i) => kind === 'part' && kinds[i + 1] === 'part')
  const indices = lines.flatMap((_, i) =>
    isDoubled && kinds[i] === 'blank' && kinds[i - 1] === 'part' && kinds[i + 1] !== 'blank' ? [] : [i],
  )
  return {
    lines: indices.map((i) => lines[i] as string),
    kinds: indices.map((i) => kinds[i] as LineKind),
    indices,
  }
}

const isGlued = (text: string): boolean => {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1
  const name = text.slice(0, Math.max(0, open)).trim()
  return name.includes('.') && !/\s/.test(name) && GLUED.test(text.slice(open + 1))
}
const isCopied = (text: string): boolean => COPIED.test(text) || (NAME.test(text) && text.includes('.'))

/** `#	0x8ce853	main.ask+0x83	/src/main.go:9`: counted text whose row, with the count, was not copied. */
const SYMBOL = /^\s{0,80}#\s{1,8}(?:0x[\da-f]{3,16}\s{1,8})?[^\s+]{3,1000}\+0x[\da-f]/

/** A person's own row: `80 goroutines:`, `80x`, `count: 80`. */
const COUNT =
  /^\s{0,40}(?:[Cc]ount:? ?)?(\d{1,9})(?:\s?[x×]|\s+(?:goroutines?|instances|times)\b.{0,60})?:?\s{0,40}$/

/** Counted stacks without their rows: each gets one that counts one goroutine. Numbers are indices of lines. */
export function rowlessStacks(lines: readonly string[]): { readonly text: string; readonly index: number }[] {
  return lines.flatMap((text, index) => {
    if (!SYMBOL.test(text)) return []
    const above = lines[index - 1] ?? ''
    const symbol = { text: text.trim(), index }
    if (SYMBOL.test(above)) return [symbol]
    return [{ text: '', index }, { text: `${COUNT.exec(above)?.[1] ?? 1} @`, index }, symbol]
  })
}
