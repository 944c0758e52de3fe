/** Puts back the asterisks of receivers that Markdown took: it reads two of them on one line, or near it, as emphasis. */

/**
 * `net/http.(_conn).serve` and `net/http.(conn).serve` of a page, `net/http.(\\*conn).serve` of its source. The linker
 * writes parentheses around pointer receivers only, so there is no other reading.
 */
const RECEIVER = /\.\((?:\\\*|_)?(\p{L}[\p{L}\p{Nd}_]*(?:\[[^\])]{0,200}\])?)\)\./gu
const ESCAPED = /\\([*_[\]])/g
/** Backslashes of a path of Windows escape nothing. */
const WINDOWS_PATH = /\b[A-Za-z]:\\/

/** The same in any encoding: letters may be several characters each. */
const ANY_RECEIVER = /\.\((?!\*)[^\s()]{1,1000}\)\./

/** Whether a text, or its bytes as characters, may have receivers without their asterisk. */
export const hasEatenStars = (text: string): boolean => ANY_RECEIVER.test(text)

/** Pages make links of names and paths that begin with a host: `[github.com/x/y.go:9](http://github.com/x/y.go:9)`. */
const LINK =
  /\[([^\][()\s]{3,1000}(?:\([^()\s]{1,200}\)[^\][()\s]{1,1000})?)\]\(https?:\/\/[^\s]{3,2000}?\)(?=\s|$)/g
/** Lines of a job's log are links with their number, which an editor finds in other numbers too: `a.go:[2](https://…)15`. */
const LINKED_NUMBER = /\[(\d{1,6})\]\(https?:\/\/[^\s()]{3,2000}\)/g
/** Bold type that begins or ends with the dump. */
const BOLD = /^\*\*(?=goroutine )|(?<=:\d{1,9}(?: \+0x[\da-f]{1,16})?)\*\*$/g

/** A line with the asterisks that its author's tool took or escaped, and without links and bold type. */
export function withStars(text: string): string {
  const shown = text.includes('](http') ? text.replace(LINK, '$1').replace(LINKED_NUMBER, '$1') : text
  return withReceivers(shown.includes('**') ? shown.replace(BOLD, '') : shown)
}

function withReceivers(text: string): string {
  if (!text.includes('.(')) return text
  const bare = text.includes('\\') && !WINDOWS_PATH.test(text) ? text.replace(ESCAPED, '$1') : text
  return bare.replace(RECEIVER, '.(*$1).')
}
