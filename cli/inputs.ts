import { bareDump } from '#shared/analysis/read-dump.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import type { CleanDump } from '#shared/input/clean-dump.ts'
import type { InputRefusal } from '#shared/input/input-refusal.ts'
import { readOperand } from './operand.ts'

/** The dumps in one operand. */
export interface InputOperand {
  readonly file: string
  readonly dumps: readonly CleanDump[]
  readonly refusals: readonly InputRefusal[]
}

export async function readInputs(operands: readonly string[]): Promise<InputOperand[]> {
  return Promise.all(
    operands.map(async (file) => {
      const bytes = await readOperand(file)
      const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
      return reading.answer === 'broken'
        ? { file, dumps: [], refusals: [{ source: '', line: 0, ...reading.broken }] }
        : { file, dumps: [bareDump(bytes)], refusals: [] }
    }),
  )
}
