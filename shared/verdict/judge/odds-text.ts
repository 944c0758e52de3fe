import type { Argument } from '../model/argument.ts'
import type { Verdict } from '../model/verdict.ts'
import { percent } from '../model/words.ts'

/** Arguments that a sentence names: more than three nobody reads. */
const MOST_NAMED = 3

/**
 * `A leak with probability 97 %. For it: a steady pace is 55 times as likely as one that slows down; nothing of what came
 * has left. Against it: one jump is larger than an even pace brings, by 12 % of the growth.`
 *
 * @returns nothing of what the runtime proved, or of a verdict from before there were odds
 */
export function oddsSentences(verdict: Pick<Verdict, 'tier' | 'probability' | 'arguments'>): string[] {
  const strongest = verdict.arguments.slice(0, MOST_NAMED)
  if (verdict.tier === 'proven' || strongest.length === 0) return []
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
const probabilityText = (probability: number): string =>
  probability > 0.99 ? 'over 99 %' : percent(probability)
