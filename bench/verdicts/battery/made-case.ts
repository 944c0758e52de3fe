import type { Signature } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { inputOf } from '#test/support/lives.ts'
import type { Plan } from './plan.ts'
import { type Recording, recordProcess, startOf } from './recording.ts'
import { LEAKING, type LeakingStack, SERVING, STANDING, WORKER } from './stacks.ts'
import { type Truth, truthOf } from './truth.ts'
import { viewAt } from './view.ts'

/** What a case is called, and whether it leaks. */
export interface CaseName {
  readonly name: string
  readonly background: string
  readonly variant: string
  /** Undefined: nothing leaks. */
  readonly leak: { readonly perHour: number } | undefined
}

/** A made service with its label. */
export interface MadeCase {
  readonly plan: CaseName
  readonly start: number
  readonly end: number
  /** Undefined: nothing leaks. */
  readonly truth: Truth | undefined
  /** What a judge that looks at this time may know. @param seen what was kept of a recording; left out: all of it */
  readonly inputAt: (now: number, seen?: (recording: Recording) => Recording) => JudgeInput
}

const PROCESSES = 2

/** Makes the counts of a plan and labels them. */
export function makeCase(plan: Plan): MadeCase {
  const stack = plan.leak === undefined ? undefined : LEAKING[plan.seed % LEAKING.length]
  const recordings = Array.from({ length: PROCESSES }, (_, i) => recordProcess(plan, stack, i)).flat()
  const start = startOf(plan)
  const end = start + plan.spanHours * HOUR
  return {
    plan,
    start,
    end,
    truth:
      plan.leak === undefined || stack === undefined
        ? undefined
        : truthOf(plan, plan.leak, stack, recordings),
    inputAt: (now, seen = (recording) => recording) =>
      inputOf(
        recordings.flatMap((recording) => viewAt(seen(recording), now) ?? []),
        signaturesOf(stack),
      ),
  }
}

const signaturesOf = (stack: LeakingStack | undefined): Signature[] => [
  WORKER,
  SERVING,
  ...STANDING.map(([signature]) => signature),
  ...(stack === undefined ? [] : [stack.signature]),
]
