/** Mends a full stack dump: each line is told by its form, then written as the runtime writes it. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from './blanks.ts'
import { blocksOf } from './blocks.ts'
import { CleanText } from './clean-text.ts'
import type { Line } from './line.ts'
import { isMadeUp, MadeUpIds } from './made-up-ids.ts'
import { NoteBook } from './notes.ts'
import { piecesOf } from './pieces.ts'
import { refusal } from './refusal.ts'
import { unwrap } from './unwrap.ts'

export function mendDebug2(dump: DumpText): CleanDump | InputRefusal {
  return cleanDebug2(dump, linesOf(dump), new NoteBook(), true)
}

/** The same from lines that a reader of another form has rewritten; `hasIds`: their ids are the runtime's own. */
export function cleanDebug2(
  dump: DumpText,
  lines: readonly Line[],
  notes: NoteBook,
  hasIds: boolean,
): CleanDump | InputRefusal {
  const { blocks, isCut } = blocksOf(piecesOf(unwrap(lines)), notes)
  const text = new CleanText()
  const madeUp = new MadeUpIds()
  for (const block of blocks) {
    for (const id of [block.id, ...block.twins, ...madeUp.take(block.copies)]) {
      if (text.length > 0) text.add('', block.number)
      for (const [i, line] of block.lines.entries()) {
        text.add(i === 0 ? line.text.replace(/^goroutine \d+/, `goroutine ${id}`) : line.text, line.number)
      }
    }
  }
  if (blocks.length === 0) {
    return refusal(
      dump,
      'unknown-format',
      'No goroutine of this text can be read: its header lines are lost. Send the dump as the runtime writes it, with lines such as "goroutine 7 [chan send]:".',
    )
  }
  return text.finish(dump, notes, {
    hasIds: hasIds && madeUp.count === 0 && !blocks.some(({ id }) => isMadeUp(id)),
    isCut,
  })
}
