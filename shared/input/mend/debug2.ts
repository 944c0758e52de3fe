/** Mends a full stack dump: each line is told by its form, then written as the runtime writes it. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import { withFirstHeader } from '../foreign/headless.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from './blanks.ts'
import { readBlocks } from './blocks.ts'
import { CleanText } from './clean-text.ts'
import type { Line } from './line.ts'
import { isMadeUp, MadeUpIds } from './made-up-ids.ts'
import { NoteBook } from './notes.ts'
import { piecesOf } from './pieces.ts'
import { refusal } from './refusal.ts'
import type { StackBlock } from './stack-block.ts'
import { unwrap } from './unwrap.ts'

export function mendDebug2(dump: DumpText): CleanDump | InputRefusal {
  const [notes, ids] = [new NoteBook(), new MadeUpIds()]
  return cleanDebug2(dump, withIds(withFirstHeader(linesOf(dump), notes, ids), ids), notes, true)
}

/** `goroutine N [chan send, NN minutes]:`, where somebody writes how many goroutines look. */
const HIDDEN_ID = /^[ \t]*g?oroutine [NXx#?*.…]{1,19} \[/
const HIDDEN_MINUTES = /, [NXx#?*.…]{1,19} minutes/

/** Gives goroutines an id whose own was left out. */
function withIds(lines: readonly Line[], ids: MadeUpIds): readonly Line[] {
  return lines.map(({ text, number }) => {
    if (!HIDDEN_ID.test(text)) return { text, number }
    const header = text.replace(HIDDEN_ID, () => `goroutine ${ids.take(1)} [`)
    return { text: header.replace(HIDDEN_MINUTES, ''), number }
  })
}

/** The same from lines that a reader of another form has rewritten; `hasIds`: their ids are the runtime's own. */
export function cleanDebug2(
  dump: DumpText,
  lines: readonly Line[],
  notes: NoteBook,
  hasIds: boolean,
): CleanDump | InputRefusal {
  const text = new CleanText()
  const madeUp = new MadeUpIds()
  let hasOwn = false
  const { isCut } = readBlocks(piecesOf(unwrap(lines)), notes, (block) => {
    if (!isMadeUp(block.id)) hasOwn = true
    for (const id of [block.id, ...block.twins, ...madeUp.take(block.copies)]) addBlock(text, block, id)
  })
  return text.length === 0
    ? refusal(dump, 'malformed-profile', NO_GOROUTINE)
    : text.finish(dump, notes, { hasIds: hasIds && hasOwn, isCut })
}

const NO_GOROUTINE =
  'No goroutine of this text can be read: its header lines are lost. Send the dump as the runtime writes it, with lines such as "goroutine 7 [chan send]:".'

function addBlock(text: CleanText, block: StackBlock, id: string): void {
  if (text.length > 0) text.add('', block.number)
  for (const [i, line] of block.lines.entries()) {
    const isHeader = i === 0 && id !== block.id
    text.add(isHeader ? line.text.replace(/^goroutine \d+/, `goroutine ${id}`) : line.text, line.number)
  }
}
