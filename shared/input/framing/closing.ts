/** Takes off the ends of lines what their prefix opened: `[2026-11-29 02:00:00 main.ask()]`, `"goroutine 7 [select]:"`. */

const PAIRS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>', '"': '"', "'": "'" }
/** Share of the lines that must end like this; those that a console or a person cut do not. */
const SHARE = 0.75

/** The end that lines with one prefix have in common, if it closes what the prefix opens. */
export class Closing {
  /** Signs that close what the prefix leaves open, the last opened first. */
  readonly #end: string
  #lines = 0
  #closed = 0

  constructor(prefix: string) {
    this.#end = openIn(prefix)
  }

  see(text: string): void {
    this.#lines++
    if (this.#end !== '' && text.trimEnd().endsWith(this.#end)) this.#closed++
  }

  /** A line without its prefix, and without this end. */
  without(bare: string): string {
    if (this.#end === '' || this.#closed < this.#lines * SHARE) return bare
    const text = bare.trimEnd()
    return text.endsWith(this.#end) ? text.slice(0, -this.#end.length) : bare
  }
}

function openIn(prefix: string): string {
  let end = ''
  for (const sign of prefix) {
    if (sign === end[0]) end = end.slice(1)
    else end = (PAIRS[sign] ?? '') + end
  }
  return end
}
