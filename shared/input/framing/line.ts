/** One line of a text on its way to a dump: what was around it is taken off step by step. */

export interface Line {
  readonly text: string
  /** 1-based line in the person's file. */
  readonly number: number
  /** Milliseconds since the epoch that a log gave it. */
  readonly time: number | undefined
  /** Pod, container or process that a log names; undefined where it names none. */
  readonly source: string | undefined
}

/** What ends a line without a new line in the file, such as `<br>`. */
export const SOFT_BREAK = '\u2028'
/** LF, CR LF, a doubled CR of a broken copy, or CR alone; a tag beside one breaks nothing more. */
const BREAK = /\u2028*(\r*\n|\r)\u2028*|\u2028+/g

/** The lines of a text whose first has the number `first`. */
export function linesOf(text: string, first: number): Line[] {
  const lines: Line[] = []
  let number = first
  let start = 0
  for (const match of text.matchAll(BREAK)) {
    lines.push({ text: text.slice(start, match.index), number, time: undefined, source: undefined })
    start = match.index + match[0].length
    if (match[1] !== undefined) number++
  }
  if (start < text.length) lines.push({ text: text.slice(start), number, time: undefined, source: undefined })
  return lines
}

/** The lines that one line turned out to hold. */
export const within = (line: Line, text: string): Line[] =>
  text.split(/\r*\n|\r/).map((part) => ({ ...line, text: part }))
