import type { SignatureId } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { totalsOf } from '#shared/trend/series.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import type { Scores } from '../method.ts'

/** Times in milliseconds, and a count for each. */
export interface Line {
  readonly times: Float64Array
  readonly counts: Float64Array
}

/** Goroutines of the whole service: in each process what was counted last, while it lives. */
export function serviceTotal({ lives }: JudgeInput): Line {
  const lines = lives.map((life) => ({ times: life.times, totals: totalsOf(life), next: 0 }))
  const times = Float64Array.from(new Set(lives.flatMap((life) => [...life.times]))).sort()
  const counts = times.map((at) => {
    let sum = 0
    for (const line of lines) {
      while (line.next < line.times.length && (line.times[line.next] as number) <= at) line.next++
      const alive = line.next > 0 && at <= (line.times.at(-1) as number)
      if (alive) sum += line.totals[line.next - 1] as number
    }
    return sum
  })
  return { times, counts }
}

/**
 * The signature that grew most: what a person would look at who was told that a service grows. A method that judges
 * the total is given it, although it cannot name a stack itself.
 */
export function fastest({ lives }: JudgeInput): SignatureId[] {
  const grown = new Map<SignatureId, number>()
  for (const { counts } of lives)
    for (const [id, { last }] of counts)
      grown.set(id, (grown.get(id) ?? 0) + (last.at(-1) ?? 0) - (last[0] ?? 0))
  return [...grown]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 1)
    .map(([id]) => id)
}

/** Scores of all signatures: of each the highest that its line has in the longest life of any instance. */
export function scoresOf(input: JudgeInput, scoreOf: (line: Line) => number | undefined): Scores {
  const scores = new Map<SignatureId, number>()
  for (const life of longestLives(input.lives))
    for (const [id, { last }] of life.counts) {
      const score = scoreOf({ times: life.times, counts: last })
      if (score !== undefined) scores.set(id, Math.max(score, scores.get(id) ?? score))
    }
  return scores
}

function longestLives(lives: readonly LifeSeries[]): LifeSeries[] {
  const byInstance = Map.groupBy(lives, ({ process }) => process.instance)
  return [...byInstance.values()].flatMap((all) =>
    all.sort((a, b) => b.times.length - a.times.length).slice(0, 1),
  )
}
