import type { ServiceTotal } from '#shared/api/answers/service.ts'
import type { AnswerOf } from '../api.ts'
import type { ChartLines } from '../chart/lines.ts'

export type Total = AnswerOf<typeof ServiceTotal>

/** More restarts than this are a pattern: flags would only hide the line. */
const MOST_FLAGS = 20

/** The total of a service as one line that ends where nobody reported, with releases and restarts as flags. Times are seconds. */
export function totalLines({ points, versions, restarts, gaps }: Total): ChartLines {
  const ends = new Set(gaps.newest.map(({ to }) => to))
  const rows = points.flatMap(({ at, goroutines }, i): (readonly [number, number | null])[] => {
    const before = points[i - 1]
    const now = [secondsOf(at), goroutines] as const
    return before !== undefined && ends.has(at) ? [[secondsOf(before.at) + 1, null], now] : [now]
  })
  return {
    times: rows.map(([at]) => at),
    counts: [rows.map(([, goroutines]) => goroutines)],
    water: rows.map(() => undefined),
    fit: rows.map(() => undefined),
    releases: flagsOf(versions, restarts),
  }
}

/** A release that came by a restart is one flag. */
function flagsOf(versions: Total['versions'], { newest }: Total['restarts']): ChartLines['releases'] {
  const flags = new Map<number, string>()
  if (newest.length <= MOST_FLAGS) for (const { at } of newest) flags.set(secondsOf(at), '↻')
  for (const { version, firstSeen } of versions)
    if (version !== null) flags.set(secondsOf(firstSeen), version)
  return [...flags].map(([at, version]) => ({ at, version })).sort((a, b) => a.at - b.at)
}

const secondsOf = (at: string | undefined): number => Math.floor(Date.parse(at ?? '') / 1000)
