/** Marks that people and tools leave where they took lines out: `...`, `(truncated)`, `[ ... elided ... ]`. */

const BRACKETS = /[[\](){}<>*_=#`~-]+/g
const WORDS =
  /^(?:\.{2,}|…|⋮|snip(?:ped)?|truncated|elided|omitted|skipped|cut|redacted|trimmed|more|etc\.?|\d+|of|x|×|similar|identical|same|another|other|others|and|many|the|some|stacks?|traces?|stacktraces?|frames?|goroutines?|lines?|log|output|message|msg|remaining|rest|for|brevity|here|like|this|above|characters?|chars?|bytes|too|long)$/i
const TELLING = /^(?:\.{2,}|…|⋮|snip|truncated|elided|omitted|skipped|trimmed|redacted|etc|more)/i
/** Longer lines say something else. */
const LONGEST = 80

/** `(×100 more)`, `x100`, `100 identical goroutines`, `[repeated 99 times]`: all of them in the stack above. */
const SAME =
  /^\W{0,4}(?:(?:x|×|\+) ?(\d{1,9})(?: (?:more|times|goroutines?|stacks?|others?|same|like this|similar|identical))*|(?:and |repeated )?(\d{1,9}) (?:more |other )?(?:(?:of the )?same|similar|identical|like this|times|times more|more times)(?: \w+){0,4})\W{0,4}$/i
/** `... 100 more goroutines`: in whatever stack. */
const LEFT_OUT = /\b(\d{1,9}) (?:more|other|others|goroutines)\b/i

/** `– instances: 100`: viewers that fold twins write so below the header, and count the one that they show. */
const INSTANCES = /^\W{0,4}instances: (\d{1,9})\W{0,4}$/i

/** How many goroutines a mark stands for, and whether they are in the stack above it; undefined where it has no number. */
export function leftOutBy(
  mark: string,
): { readonly goroutines: number; readonly isSame: boolean } | undefined {
  const same = SAME.exec(mark)
  if (same) return { goroutines: Number(same[1] ?? same[2]), isSame: true }
  const instances = INSTANCES.exec(mark)
  if (instances) return { goroutines: Math.max(0, Number(instances[1]) - 1), isSame: true }
  const other = LEFT_OUT.exec(mark)
  return other && /goroutine|stack/i.test(mark) ? { goroutines: Number(other[1]), isSame: false } : undefined
}

/** Whether a line is such a mark and nothing else. */
export function isCutMark(line: string): boolean {
  if (line.length > LONGEST) return false
  if (leftOutBy(line)?.isSame === true) return true
  const words = line
    .replace(BRACKETS, ' ')
    .split(/[\s:,]+/)
    .filter((word) => word !== '')
  return (
    words.length > 0 && words.every((word) => WORDS.test(word)) && words.some((word) => TELLING.test(word))
  )
}
