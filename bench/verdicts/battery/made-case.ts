import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR, MINUTE } from '#shared/trend/block.ts'
import type { JudgeInput } from '#shared/verdict/verdict.ts'
import type { Plan } from './plan.ts'
import { type Recording, recordProcess, startOf } from './recording.ts'
import { LEAKING, type LeakingStack, SERVING, STANDING, WORKER } from './stacks.ts'
import { viewAt } from './view.ts'

/** What is really going on in a made service. */
export interface Truth {
  readonly signature: SignatureId
  /** Goroutines an hour of one process, counted, not planned. */
  readonly perHour: number
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly cause: string | null
  /** Nobody could see it: it stays within what the healthy goroutines of the same stack do anyway. */
  readonly hidden: boolean
}

/** A made service with its label. */
export interface MadeCase {
  readonly plan: Plan
  readonly start: number
  readonly end: number
  /** Undefined: nothing leaks. */
  readonly truth: Truth | undefined
  /** What a judge that looks at this time may know. */
  readonly inputAt: (now: number) => JudgeInput
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
    truth: stack === undefined ? undefined : truthOf(plan, stack, recordings),
    inputAt: (now) => ({
      service: 'made',
      lives: recordings.flatMap((recording) => viewAt(recording, now) ?? []),
      signatures: new Map([...signaturesOf(stack)].map((signature) => [signature.id, signature])),
      states: new Map(),
      ranged: new Map(),
      evidence: [],
      now: now + MINUTE,
    }),
  }
}

function* signaturesOf(stack: LeakingStack | undefined) {
  yield* [WORKER, SERVING, ...STANDING.map(([signature]) => signature)]
  if (stack !== undefined) yield stack.signature
}

function truthOf(plan: Plan, { signature, cause }: LeakingStack, recordings: readonly Recording[]): Truth {
  const { begin, mixed } = plan.leak ?? { begin: 0, mixed: false }
  const leaked = recordings.reduce((sum, recording) => sum + recording.leaked, 0)
  const perHour = leaked / PROCESSES / (plan.spanHours - begin)
  const grown = (perHour * (plan.spanHours - begin)) / (plan.restarts + 1)
  return {
    signature: mixed ? WORKER.id : signature.id,
    perHour,
    since: startOf(plan) + begin * HOUR,
    cause: mixed ? null : cause,
    hidden: mixed && grown < HIDDEN * swingOf(recordings, plan),
  }
}

/** A leak among healthy goroutines shows when it has grown by this many times what those swing. */
const HIDDEN = 2

/** What the healthy goroutines of the worker's stack do: from the lowest to the highest tenth, in the plan's shape. */
function swingOf(recordings: readonly Recording[], plan: Plan): number {
  const bare = makeBare(plan)
  const counts = bare.flatMap(({ counts }) => counts.get(WORKER.id) ?? []).sort((a, b) => a - b)
  const at = (share: number): number => counts[Math.floor(share * (counts.length - 1))] ?? 0
  return recordings.length === 0 ? 0 : Math.max(10, at(0.95) - at(0.05))
}

const makeBare = (plan: Plan): Recording[] => recordProcess({ ...plan, leak: undefined }, undefined, 0)
