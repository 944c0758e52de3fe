import type { Series } from '#shared/api/answers/signature.ts'
import type { AnswerOf } from '../api.ts'

/** How do the points of a series answer become the columns that a chart draws? Times are seconds, as uPlot has them. */

export type SeriesAnswer = AnswerOf<typeof Series>
type Process = SeriesAnswer['processes'][number]

/** One column: undefined where nothing is said (the line goes on), null where something is missing (the line ends). */
export type Column = (number | null | undefined)[]

export interface ChartLines {
  /** Rising, each once. */
  readonly times: number[]
  /** A line a process and life, in the order of the answer. */
  readonly counts: readonly Column[]
  /** Of each line, where lines have names: its instance. */
  readonly names?: readonly string[]
  /** Low water of the process that rises most. */
  readonly water: Column
  /** The line fitted to it. */
  readonly fit: Column
  /** When each version began; one that began before the lines do stands at their begin. */
  readonly releases: readonly { readonly at: number; readonly version: string }[]
  /** When it was over, and what is written there. */
  readonly end?: ChartEnd | undefined
}

export interface ChartEnd {
  readonly at: number
  readonly says: string
}

/** A step without a point may be chance; a line ends where more of them follow each other. */
const GAP_STEPS = 4

export function chartLines({ processes, stepSeconds }: SeriesAnswer): ChartLines {
  const slot = (at: string) => Math.floor(Date.parse(at) / 1000 / stepSeconds) * stepSeconds
  const leading = [...processes].sort((a, b) => rise(b) - rise(a))[0]
  const water = (leading?.lowWater ?? []).map(({ at, count }) => [slot(at), count] as const)
  const line = leading?.line ?? undefined
  const fit =
    line === undefined
      ? []
      : ([
          [slot(line.from), line.first],
          [slot(line.to), line.last],
        ] as const)
  const rows = processes.map(({ points }) =>
    withGaps(
      points.map(({ at, last }) => [slot(at), last] as const),
      stepSeconds,
    ),
  )
  // The last mark holds until the newest point.
  const end = leading?.points.at(-1)
  const tide =
    end === undefined || water.length === 0
      ? water
      : [...water, [slot(end.at), water.at(-1)?.[1] ?? 0] as const]
  const times = [...new Set([...rows, tide, fit].flatMap((row) => row.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const index = new Map(times.map((at, i) => [at, i]))
  const column = (row: readonly (readonly [number, number | null])[]): Column => {
    const values: Column = Array.from({ length: times.length })
    for (const [at, value] of row) values[index.get(at) as number] = value
    return values
  }
  return {
    times,
    counts: rows.map(column),
    names: processes.map(({ instance }) => instance),
    water: column(tide),
    fit: column(fit),
    releases: releasesOf(processes, times[0] ?? 0),
  }
}

const rise = ({ line }: Process): number =>
  line === null ? Number.NEGATIVE_INFINITY : line.last - line.first

function withGaps(
  points: readonly (readonly [number, number])[],
  step: number,
): (readonly [number, number | null])[] {
  const usual = Math.max(step, median(points.slice(1).map(([at], i) => at - (points[i]?.[0] ?? at))))
  return points.flatMap((point, i) => {
    const before = points[i - 1]
    const isGap = before !== undefined && point[0] - before[0] > GAP_STEPS * usual
    return isGap ? [[before[0] + step, null] as const, point] : [point]
  })
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

function releasesOf(processes: readonly Process[], begin: number): ChartLines['releases'] {
  const first = new Map<string, number>()
  for (const { version, startedAt, points } of processes) {
    const at = Date.parse(startedAt ?? points[0]?.at ?? '') / 1000
    if (version !== null && Number.isFinite(at)) first.set(version, Math.min(at, first.get(version) ?? at))
  }
  return [...first].map(([version, at]) => ({ version, at: Math.max(at, begin) })).sort((a, b) => a.at - b.at)
}
