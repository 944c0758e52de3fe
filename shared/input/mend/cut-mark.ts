/** Marks that people and tools leave where they took lines out: `...`, `(truncated)`, `[ ... elided ... ]`. */

const BRACKETS = /[[\](){}<>*_=#`~-]+/g
const WORDS =
  /^(?:\.{2,}|…|⋮|snip(?:ped)?|truncated|elided|omitted|skipped|cut|redacted|trimmed|more|etc\.?|\d+|of|x|×|similar|identical|same|another|other|others|and|many|the|some|stacks?|traces?|stacktraces?|frames?|goroutines?|lines?|log|output|message|msg|remaining|rest|for|brevity|here|like|this|above|characters?|chars?|bytes|too|long)$/i
const TELLING = /^(?:\.{2,}|…|⋮|snip|truncated|elided|omitted|skipped|trimmed|redacted|etc|more)/i
/** Longer lines say something else. */
const LONGEST = 80

/** Whether a line is such a mark and nothing else. */
export function isCutMark(line: string): boolean {
  if (line.length > LONGEST) return false
  const words = line
    .replace(BRACKETS, ' ')
    .split(/[\s:,]+/)
    .filter((word) => word !== '')
  return (
    words.length > 0 && words.every((word) => WORDS.test(word)) && words.some((word) => TELLING.test(word))
  )
}
