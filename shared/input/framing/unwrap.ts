/** Takes off a text all that was put around its dumps, one step after the other. */

import { stripVTControlCharacters } from 'node:util'
import { withWholeQuotes } from './escapes.ts'
import { withoutHangingIndent } from './indent.ts'
import { type Line, linesOf, SOFT_BREAK } from './line.ts'
import { isMarkedUp, plain } from './markup.ts'
import { withoutCuts } from './partial.ts'
import { withoutPrefixes } from './prefixes.ts'
import { withStars } from './stars.ts'
import { exportedLines, unstructured } from './structured.ts'

/**
 * Bare lines of a text whose first line has the number `first`. `near` is about when it was written, in milliseconds
 * since the epoch: it tells the year of times that have none.
 */
export function unwrapped(text: string, first: number, near: number | undefined): Line[] {
  const shown = text.includes('\u001b') ? stripVTControlCharacters(text) : text
  const lines = exportedLines(shown, first, near) ?? linesOf(isMarkedUp(shown) ? plain(shown) : shown, first)
  const bare = unstructured(withWholeQuotes(lines), near).flatMap(plainLines)
  return withoutHangingIndent(withoutPrefixes(withoutCuts(bare), near))
}

/** What draws a tree of the frames of a goroutine. */
const BRANCH = /^[\s│┃]{0,200}[├└╰┗┣│┃][─━╴]{0,8}[ \t]{0,8}(?=\S)/

/** What only shows once a text is out of its quotes: colours, entities, odd blanks, asterisks that Markdown took, branches. */
function plainLines(line: Line): Line[] {
  const { text } = line
  const bare = withStars(plain(text)).replace(BRANCH, '\t')
  if (bare === text) return [line]
  return bare.split(SOFT_BREAK).map((part) => ({ ...line, text: part }))
}
