import type { LifeSeries } from '#shared/trend/series.ts'
import type { NonFinding } from '../model/quiet.ts'
import { byTelling } from '../model/quiet.ts'
import type { Verdict } from '../model/verdict.ts'
import { counted, grouped, percent } from '../model/words.ts'
import type { Assessed } from './assessed.ts'

/**
 * Why a signature is no finding: the reason of the life that has most to tell.
 *
 * @param ofItsCause goroutines of all stacks with the same cause in a life, which the bound of the cause counts
 */
export function nonFinding(
  { signature, cause, growths, intended }: Assessed,
  ofItsCause: (series: LifeSeries) => number,
): NonFinding {
  const quiet = growths.filter((growth) => !growth.grows)
  const [telling] = quiet.sort(
    (a, b) =>
      // A life too short to tell says nothing where another one has told.
      Number(a.quiet === 'insufficient') - Number(b.quiet === 'insufficient') ||
      byTelling(a.quiet, b.quiet) ||
      b.life.times.length - a.life.times.length,
  )
  const { id, frames, ownCode, entry } = signature
  const known = { signature: id, stack: frames, ownCode, entry }
  if (intended !== undefined) return { ...known, verdict: 'intended', why: intended.why }
  if (telling === undefined) return { ...known, verdict: 'insufficient', why: 'never seen in a snapshot' }
  const most = ofItsCause(telling.life.series)
  if (telling.quiet === 'stable' && cause?.bound !== undefined && most <= cause.bound) {
    const why = `${telling.why}; ${counted(most, 'goroutine')} in a process, normal: at most ${grouped(cause.bound)} (entry ${cause.id} of the catalogue: ${cause.title})`
    return { ...known, verdict: 'benign', why }
  }
  return { ...known, verdict: telling.quiet, why: telling.why }
}

/** Arguments that a sentence names. */
const MOST_NAMED = 2

/** Stacks that grow by all rules, and are more likely healthy than somebody would want to hear of. */
export const tooUnlikely = ({ probability, arguments: weighed, members }: Verdict): NonFinding[] => {
  const against = weighed.filter(({ points }) => points < 0).slice(0, MOST_NAMED)
  const because = against.length === 0 ? '' : `: ${against.map(({ says }) => says).join('; ')}`
  const why = `it grows, and a leak has a probability of ${percent(probability)}${because}`
  return members.map(({ signature, stack, ownCode, entry }) => ({
    signature,
    stack,
    ownCode,
    entry,
    verdict: 'watch',
    why,
  }))
}
