import { HOUR } from '#shared/time.ts'
import type { MadeCase } from './battery/made-case.ts'
import type { Truth } from './battery/truth.ts'
import { delayOf, flipsOf, type Look, lookTimes, type Opinion } from './looks.ts'
import { type Answer, type Method, reported } from './method.ts'

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
  /** How often it was looked at, the end included, and at how many of these looks something false was reported. */
  readonly looks: number
  readonly wrongLooks: number
  /** How often what was reported came back after it had gone. */
  readonly flips: number
  /** Hours from the begin of the leak to the first look that found it; undefined: none did. */
  readonly delay: number | undefined
  /** Share by which the rate is off. */
  readonly rateError: number | undefined
  /** Share of the span by which the begin is off. */
  readonly sinceError: number | undefined
  /** Undefined where the catalogue has no such leak, the leak was not found, or the method names no causes. */
  readonly causeRight: boolean | undefined
  /** Everything that was given a probability, at all looks; nothing of a leak that nobody can see. */
  readonly opinions: readonly Opinion[]
}

/** Lets each method look at a case again and again as it goes on, and at its end. */
export function playCase(made: MadeCase, methods: readonly Method[]): Outcome[] {
  const { truth, start, end } = made
  const began = truth?.since ?? start
  const played = methods.map((): { looks: Look[]; opinions: Opinion[]; last: readonly Answer[] } => ({
    looks: [],
    opinions: [],
    last: [],
  }))
  const answering = methods.map(({ answers, begin }) => begin?.() ?? answers)
  for (const at of lookTimes(began, end)) {
    const input = made.inputAt(at)
    if (input.lives.length === 0) continue
    answering.forEach((answer, i) => {
      const one = played[i] as (typeof played)[number]
      const answers = answer(input)
      one.last = reported(answers)
      one.looks.push({ hours: (at - began) / HOUR, ...lookAt(one.last, truth) })
      if (truth?.hidden !== true) one.opinions.push(...opinionsOf(answers, truth))
    })
  }
  return methods.map(({ name }, i) => {
    const { looks, opinions, last } = played[i] as (typeof played)[number]
    return { ...outcomeOf(made, name, last, looks), opinions }
  })
}

const isRight = ({ signatures }: Answer, { signature }: Truth): boolean => signatures.includes(signature)

const lookAt = (answers: readonly Answer[], truth: Truth | undefined): Omit<Look, 'hours'> => ({
  found: truth !== undefined && answers.some((answer) => isRight(answer, truth)),
  wrong: answers.some((answer) => truth === undefined || !isRight(answer, truth)),
})

const opinionsOf = (answers: readonly Answer[], truth: Truth | undefined): Opinion[] =>
  answers.flatMap((answer) =>
    answer.probability === undefined
      ? []
      : [{ probability: answer.probability, leaks: truth !== undefined && isRight(answer, truth) }],
  )

function outcomeOf(
  { plan, truth, start, end }: MadeCase,
  method: string,
  answers: readonly Answer[],
  looks: readonly Look[],
): Omit<Outcome, 'opinions'> {
  const right = truth && answers.find((answer) => isRight(answer, truth))
  const wrongLooks = looks.filter(({ wrong }) => wrong).length
  return {
    method,
    background: plan.background,
    variant: plan.variant,
    name: plan.name,
    leaks: plan.leak?.perHour,
    hidden: truth?.hidden ?? false,
    found: right !== undefined,
    wrong: looks.at(-1)?.wrong ?? false,
    everWrong: wrongLooks > 0,
    looks: looks.length,
    wrongLooks,
    flips: flipsOf(looks.map(({ found, wrong }) => (truth === undefined ? wrong : found))),
    delay: delayOf(looks),
    rateError: right?.perHour && truth && Math.abs(right.perHour / truth.perHour - 1),
    sinceError: right?.since && truth && Math.abs(right.since - truth.since) / (end - start),
    causeRight: truth?.cause && right && 'cause' in right ? right.cause === truth.cause : undefined,
  }
}
