/**
 * Reads lists of equal lines of a dump that somebody counted with `sort | uniq -c`: of creators, or of headers without
 * ids. Each goroutine has one line of either kind, so that their sum is the number of goroutines. Names of functions
 * stand in one stack several times, and lists of two kinds have a goroutine twice: these are no such lists.
 *
 * Example input: ` 31631 created by main.ask` or `   120 goroutine [chan receive, 12 minutes]:`
 */

import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { MadeUpIds } from '../mend/made-up-ids.ts'
import type { NoteBook } from '../mend/notes.ts'
import { refusal } from '../mend/refusal.ts'
import { MOST_GOROUTINES } from './instances.ts'

const CREATORS = /^\s{0,40}(\d{1,9}) (created by [\w.~-]+[./]\S{1,1000})(?: in goroutine \d{1,19})?\s{0,80}$/
const HEADERS = /^\s{0,40}(\d{1,9}) goroutine (?:\d{1,19} )?\[([a-zA-Z?][^\]]{1,200})\]:?\s{0,80}$/
/** Any line of a dump behind a count. */
const COUNTED = /^\s{0,40}\d{1,9} (?:created by |goroutine |[\w./%~-]{1,500}\.[\w.()*·{}-]{1,500}\()/
/** As many say that they were counted. */
const ENOUGH_LINES = 2

/** Whether the counted lines of a text are such a list. */
export function areCountedLines(lines: readonly string[]): boolean {
  const counted = lines.filter((line) => COUNTED.test(line))
  return (
    counted.length >= ENOUGH_LINES &&
    [CREATORS, HEADERS].some((kind) => counted.every((line) => kind.test(line)))
  )
}

export function rewriteCounted(dump: DumpText, notes: NoteBook): Line[] | InputRefusal {
  const lists = linesOf(dump).flatMap(({ text, number }) => {
    const [, ofCreator, creator] = CREATORS.exec(text) ?? []
    const [, ofHeader, state = 'waiting'] = HEADERS.exec(text) ?? []
    const count = Number(ofCreator ?? ofHeader ?? 0)
    return count === 0 ? [] : [{ count, creator, state, number }]
  })
  const goroutines = lists.reduce((sum, { count }) => sum + count, 0)
  if (goroutines > MOST_GOROUTINES) {
    const detail = `The counts stand for ${goroutines} goroutines, the limit is ${MOST_GOROUTINES}: send the output of /debug/pprof/goroutine?debug=2.`
    return refusal(dump, 'too-many-samples', detail, { limit: MOST_GOROUTINES, actual: goroutines })
  }
  const ids = new MadeUpIds()
  return lists.flatMap(({ count, creator, state, number }) => {
    notes.add('counted', number, (n) => `${n} counted by lines: the stacks are not in this list.`, count)
    const below = creator === undefined ? [] : [creator, '\t?:0']
    const rest = ['\tgoroutine running on other thread; stack unavailable', ...below, '']
    return ids
      .take(count)
      .flatMap((id) => [`goroutine ${id} [${state}]:`, ...rest].map((text) => ({ text, number })))
  })
}
