import type { MadeCase } from '../battery/made-case.ts'
import type { Detector, Scores } from '../method.ts'

/** What one detector had for one leak, or for the whole of one healthy service. */
export interface Scored {
  /** Place in the list of detectors. */
  readonly detector: number
  readonly leaks: boolean
  /** From this threshold down it is reported; −∞: at none. A healthy service has that of its highest signature. */
  readonly score: number
}

/** The end of a made case, scored once by each detector; nothing for a leak that nobody can see. */
export function scoreMade({ truth, end, inputAt }: MadeCase, detectors: readonly Detector[]): Scored[] {
  if (truth?.hidden) return []
  const input = inputAt(end)
  return detectors.map(({ scores }, detector) => ({
    detector,
    leaks: truth !== undefined,
    score: highest(scores(input), truth && ((id) => id === truth.signature)),
  }))
}

/** Of the signatures that are asked for; −∞ where none of them is scored. */
export const highest = (scores: Scores, isAsked: (id: string) => boolean = () => true): number =>
  [...scores].reduce(
    (most, [id, score]) => (isAsked(id) ? Math.max(most, score) : most),
    Number.NEGATIVE_INFINITY,
  )
