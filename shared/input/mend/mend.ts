/** Makes of a person's text what the strict readers of shared/goroutine take. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { mendDebug1 } from './debug1.ts'
import { mendDebug2 } from './debug2.ts'

/** The dump as the runtime would have written it, or one sentence that says what to send instead. Never throws. */
export function mend(dump: DumpText): CleanDump | InputRefusal {
  if (dump.form === 'debug1') return mendDebug1(dump)
  return mendDebug2(dump)
}
