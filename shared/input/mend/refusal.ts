import type { DumpText } from '../clean-dump.ts'
import type { InputReason, InputRefusal } from '../input-refusal.ts'

/** Refuses a dump at its first line. `bounds` are set where a limit was passed. */
export const refusal = (
  dump: DumpText,
  reason: InputReason,
  detail: string,
  bounds: { limit?: number; actual?: number } = {},
): InputRefusal => ({ source: dump.source, line: dump.numbers[0] ?? 0, reason, detail, ...bounds })
