/** Walks the lines of a text without making a list of them. */

/** One line, without its LF or CR LF. */
export interface Line {
  /** 1-based. */
  readonly number: number
  readonly text: string
  /** The text ends here without a line end: it may have been cut in the middle of this line. */
  readonly isCut: boolean
}

/** Every line of `text`, in order. */
export function* linesOf(text: string): Generator<Line> {
  let start = 0
  for (let number = 1; start < text.length; number++) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    const hasReturn = end > start && text.charCodeAt(end - 1) === 0x0d
    yield { number, text: text.slice(start, hasReturn ? end - 1 : end), isCut: feed < 0 }
    start = end + 1
  }
}
