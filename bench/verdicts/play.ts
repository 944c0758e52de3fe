import { HOUR } from '#shared/time.ts'
import type { MadeCase } from './battery/made-case.ts'
import type { Truth } from './battery/truth.ts'
import type { Answer, Method } from './method.ts'

/** How one method did on one made case. */
export interface Outcome {
  readonly method: string
  readonly background: string
  readonly variant: string
  readonly name: string
  /** Planned goroutines an hour; undefined: nothing leaks. */
  readonly leaks: number | undefined
  /** @see Truth */
  readonly hidden: boolean
  readonly found: boolean
  /** Something was reported that does not leak, at the end … */
  readonly wrong: boolean
  /** … or at any look before. */
  readonly everWrong: boolean
  /** Hours from the begin of the leak to the first look that found it; undefined: none did. */
  readonly delay: number | undefined
  /** Share by which the rate is off. */
  readonly rateError: number | undefined
  /** Share of the span by which the begin is off. */
  readonly sinceError: number | undefined
  /** Undefined where the catalogue has no such leak, the leak was not found, or the method names no causes. */
  readonly causeRight: boolean | undefined
}

/** Hours after the begin of a leak, or of a healthy service, at which it is looked at. */
const LOOKS = [0.5, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36, 48, 72, 96, 168, 240, 336] as const

/** Lets each method look at a case again and again as it goes on, and at its end. */
export function playCase(made: MadeCase, methods: readonly Method[]): Outcome[] {
  const { truth, start, end } = made
  const last = made.inputAt(end)
  const finals = methods.map((method) => method.answers(last))
  const first = methods.map((): number | undefined => undefined)
  for (const hours of LOOKS) {
    const at = (truth?.since ?? start) + hours * HOUR
    if (at > end || first.every((known) => known !== undefined)) break
    const input = made.inputAt(at)
    methods.forEach((method, i) => {
      if (first[i] !== undefined) return
      const answers = method.answers(input)
      if (truth === undefined ? answers.length > 0 : answers.some((answer) => isRight(answer, truth)))
        first[i] = hours
    })
  }
  return methods.map(({ name }, i) => outcomeOf(made, name, finals[i] ?? [], first[i]))
}

const isRight = ({ signatures }: Answer, { signature }: Truth): boolean => signatures.includes(signature)

function outcomeOf(
  { plan, truth, start, end }: MadeCase,
  method: string,
  answers: readonly Answer[],
  first: number | undefined,
): Outcome {
  const right = truth && answers.find((answer) => isRight(answer, truth))
  const wrong = answers.some((answer) => truth === undefined || !isRight(answer, truth))
  return {
    method,
    background: plan.background,
    variant: plan.variant,
    name: plan.name,
    leaks: plan.leak?.perHour,
    hidden: truth?.hidden ?? false,
    found: right !== undefined,
    wrong,
    everWrong: wrong || (truth === undefined && first !== undefined),
    delay: truth === undefined ? undefined : (first ?? (right && (end - truth.since) / HOUR)),
    rateError: right?.perHour && truth && Math.abs(right.perHour / truth.perHour - 1),
    sinceError: right?.since && truth && Math.abs(right.since - truth.since) / (end - start),
    causeRight: truth?.cause && right && 'cause' in right ? right.cause === truth.cause : undefined,
  }
}
