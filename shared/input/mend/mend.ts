/** Makes of a person's text what the strict readers of shared/goroutine take. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import { rewriteCounted } from '../foreign/counted-lines.ts'
import { rewriteDelve } from '../foreign/delve.ts'
import { rewriteFolded } from '../foreign/folded.ts'
import { rewriteGdb } from '../foreign/gdb.ts'
import { rewriteGoleak } from '../foreign/goleak.ts'
import { rewriteHeadless, withFirstHeader } from '../foreign/headless.ts'
import { rewriteInstances } from '../foreign/instances.ts'
import { rewritePanicparse } from '../foreign/panicparse.ts'
import { isRaw, rewriteRaw } from '../foreign/pprof-raw.ts'
import { pprofReportDetail, pprofReportOf } from '../foreign/pprof-report.ts'
import { rewriteTraces } from '../foreign/pprof-traces.ts'
import { rewriteStackparse } from '../foreign/stackparse.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from './blanks.ts'
import { cleanDebug1, mendDebug1 } from './debug1.ts'
import { cleanDebug2, mendDebug2 } from './debug2.ts'
import type { Line } from './line.ts'
import { MadeUpIds } from './made-up-ids.ts'
import { NoteBook } from './notes.ts'
import { refusal } from './refusal.ts'

/** The dump as the runtime would have written it, or one sentence that says what to send instead. Never throws. */
export function mend(dump: DumpText): CleanDump | InputRefusal {
  switch (dump.form) {
    case 'debug1':
      return mendDebug1(dump)
    case 'debug2':
    case 'headers':
      return mendDebug2(dump)
    case 'headless': {
      const notes = new NoteBook()
      return cleanDebug2(dump, rewriteHeadless(dump, notes), notes, false)
    }
    case 'goleak': {
      const notes = new NoteBook()
      return cleanDebug2(dump, withFirstHeader(rewriteGoleak(dump), notes, new MadeUpIds()), notes, true)
    }
    case 'pprof-traces':
      return mendTraces(dump)
    case 'delve': {
      const notes = new NoteBook()
      return cleanDebug2(dump, rewriteDelve(dump, notes), notes, true)
    }
    case 'gdb': {
      const notes = new NoteBook()
      return orRefused(rewriteGdb(dump, notes), (lines) => cleanDebug2(dump, lines, notes, true))
    }
    case 'folded':
      return orRefused(rewriteFolded(dump), (lines) => cleanDebug1(dump, lines))
    case 'panicparse':
      return orRefused(rewritePanicparse(dump), (lines) => cleanDebug2(dump, lines, new NoteBook(), false))
    case 'instances':
      return orRefused(rewriteInstances(dump), (lines) => cleanDebug2(dump, lines, new NoteBook(), false))
    case 'counted': {
      const notes = new NoteBook()
      return orRefused(rewriteCounted(dump, notes), (lines) => cleanDebug2(dump, lines, notes, false))
    }
    case 'stackparse':
      return cleanDebug2(dump, rewriteStackparse(dump) ?? linesOf(dump), new NoteBook(), true)
  }
}

function mendTraces(dump: DumpText): CleanDump | InputRefusal {
  const report = pprofReportOf(dump.lines)
  if (report !== undefined) return refusal(dump, 'not-a-goroutine-profile', pprofReportDetail(report))
  return orRefused(isRaw(dump.lines) ? rewriteRaw(dump) : rewriteTraces(dump), (lines) =>
    cleanDebug1(dump, lines),
  )
}

const orRefused = (
  rewritten: Line[] | InputRefusal,
  clean: (lines: Line[]) => CleanDump | InputRefusal,
): CleanDump | InputRefusal => (Array.isArray(rewritten) ? clean(rewritten) : rewritten)
