import { HOUR, MINUTE } from '#shared/time.ts'
import type { Detector, Method } from '../method.ts'
import { scoresOf } from './service.ts'

/** Cycles in each of which a group of stacks must have risen. */
const RISES = 5
/** Wait of a goroutine in a full dump, minutes as the runtime prints them. */
const STALE = (24 * HOUR) / MINUTE

/** MoniGo's growing signal: a group that rose in every one of the last cycles (github.com/iyashjayesh/monigo, issues 44 and 51). */
export const MONIGO_GROWING: Detector = {
  name: 'MoniGo',
  source: 'iyashjayesh/monigo 44, 51; 5 rises in a row, or a wait of 24 h',
  score: 'rises in a row up to now',
  published: [],
  scores: (input) => scoresOf(input, ({ counts }) => risesAtEnd(counts)),
}

/** Both of its signals: growing, and stale. */
export const MONIGO: Method = {
  ...MONIGO_GROWING,
  answers: (input) => {
    const growing = [...MONIGO_GROWING.scores(input)].filter(([, rises]) => rises >= RISES)
    const stale = input.evidence.flatMap(({ dumps }) =>
      (dumps.at(-1)?.sightings ?? []).filter(({ ages }) => (ages?.oldest ?? 0) >= STALE),
    )
    const named = new Set([...growing.map(([id]) => id), ...stale.map(({ signature }) => signature)])
    return [...named].map((id) => ({ signatures: [id] }))
  },
}

function risesAtEnd(counts: Float64Array): number {
  let rises = 0
  for (let i = counts.length - 1; i > 0 && (counts[i] as number) > (counts[i - 1] as number); i--) rises++
  return rises
}
