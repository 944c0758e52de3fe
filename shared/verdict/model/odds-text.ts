import type { Argument } from './argument.ts'
import type { Verdict } from './verdict.ts'
import { percent } from './words.ts'

/** Arguments that a reader is told: more than three nobody reads. */
const MOST_NAMED = 3

/** What decided, the heaviest first; nothing of what the runtime proved, or of a verdict from before there were odds. */
export const heaviest = <Weighed extends Pick<Argument, 'points'>>({
  tier,
  arguments: weighed,
}: {
  readonly tier: Verdict['tier']
  readonly arguments: readonly Weighed[]
}): readonly Weighed[] =>
  tier === 'proven' ? [] : weighed.filter(({ points }) => points !== 0).slice(0, MOST_NAMED)

/**
 * `A leak with probability 97 %. For it: a steady pace is 55 times as likely as one that slows down or speeds up; nothing
 * of what came has left. Against it: one jump is larger than an even pace brings, by 12 % of the growth.`
 *
 * @returns nothing where {@link heaviest} is nothing
 */
export function oddsSentences(verdict: Pick<Verdict, 'tier' | 'probability' | 'arguments'>): string[] {
  const strongest = heaviest(verdict)
  if (strongest.length === 0) return []
  const told = (which: (argument: Argument) => boolean): string =>
    strongest
      .filter(which)
      .map(({ says }) => says)
      .join('; ')
  const [speaksFor, against] = [told(({ points }) => points > 0), told(({ points }) => points < 0)]
  return [
    `A leak with probability ${probabilityText(verdict.probability)}.`,
    ...(speaksFor === '' ? [] : [`For it: ${speaksFor}.`]),
    ...(against === '' ? [] : [`Against it: ${against}.`]),
  ]
}

/** `97 %`; what is not certain is not called 100 %. */
export const probabilityText = (probability: number): string =>
  probability > 0.99 ? 'over 99 %' : percent(probability)
