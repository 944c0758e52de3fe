/** Mends counted text: symbol lines, rows and the header are written as the runtime writes them. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from './blanks.ts'
import { CleanText } from './clean-text.ts'
import { type Groups1, groupsOf } from './debug1-groups.ts'
import type { Line } from './line.ts'
import { NoteBook } from './notes.ts'
import { refusal } from './refusal.ts'

const NO_GROUP =
  'No group of this profile can be read: each begins with a line such as "3 @ 0x43c365 0x40892f". Send the output of /debug/pprof/goroutine?debug=1 as it is.'

export const mendDebug1 = (dump: DumpText): CleanDump | InputRefusal => cleanDebug1(dump, linesOf(dump))

/** The same from lines that a reader of another form has rewritten. */
export function cleanDebug1(dump: DumpText, lines: readonly Line[]): CleanDump | InputRefusal {
  const other = otherProfile(lines)
  if (other !== undefined) {
    const detail = `This is a "${other}" profile in text form: send /debug/pprof/goroutine or /debug/pprof/goroutineleak.`
    return refusal(dump, 'not-a-goroutine-profile', detail)
  }
  const read = groupsOf(lines)
  const total = read.groups.reduce((sum, group) => sum + group.count, 0)
  if (read.groups.length === 0 && read.announced !== 0) return refusal(dump, 'malformed-profile', NO_GROUP)
  const notes = new NoteBook()
  const text = new CleanText()
  text.add(`${read.type} profile: total ${total}`, read.headerNumber || (read.groups[0]?.number ?? 0))
  for (const [i, group] of read.groups.entries()) {
    text.add(group.row, group.number)
    if (group.labels) text.add(group.labels.text, group.labels.number)
    for (const symbol of group.symbols) text.add(symbol.text, symbol.number)
    const isLast = i === read.groups.length - 1
    if (!isLast || read.endsBlank) text.add('', group.number)
  }
  const missing = noteLoss(read, total, notes)
  return text.finish(dump, notes, { hasIds: false, isCut: read.isCut || missing })
}

/** Notes what is lost; true if the header announces more than the groups have. */
function noteLoss({ announced, headerNumber, groups }: Groups1, total: number, notes: NoteBook): boolean {
  for (const { isShortened, number, count } of groups) {
    if (isShortened)
      notes.add(
        'shortened',
        number,
        (n) => `${n} with frames missing: lines of the stack were taken out or cut off.`,
        count,
      )
  }
  if (announced === undefined || announced <= total) return false
  notes.add(
    'missing',
    headerNumber,
    (n) =>
      `${n} missing: the header announces ${announced.toLocaleString('en-US')}, the groups add up to ${total.toLocaleString('en-US')}.`,
    announced - total,
  )
  return true
}

/** Other profiles in text: `heap profile: 3: 64 [5: 96] @ heap/1048576`, `--- contention:`, `--- mutex:`. */
const OTHER = /^[ \t]*(?:--- ?([a-z]+):|([\w./-]+) profile: )/
const OURS = new Set(['goroutine', 'goroutineleak'])

/** The name of the other profile that this is: the first header decides. */
function otherProfile(lines: readonly Line[]): string | undefined {
  for (const { text } of lines) {
    const header = OTHER.exec(text)
    if (header === null) continue
    const name = header[1] ?? header[2] ?? ''
    return OURS.has(name) ? undefined : name
  }
  return undefined
}
