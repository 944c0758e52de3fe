/** Makes of a dump that was cut out of a text the dump that the runtime wrote. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'

/** A clean dump, or why none can be made. */
export function mend({ source, lines, numbers, form, at }: DumpText): CleanDump | InputRefusal {
  if (form !== 'debug1' && form !== 'debug2') {
    return {
      source,
      line: numbers[0] ?? 0,
      reason: 'unknown-format',
      detail: `The dump is in the form of ${form}: send /debug/pprof/goroutine?debug=2.`,
    }
  }
  return {
    source,
    at,
    form,
    bytes: Buffer.from(`${lines.join('\n')}\n`),
    lineOf: (line) => numbers[line - 1] ?? 0,
    hasIds: form === 'debug2',
    notes: [],
    isCut: false,
  }
}
