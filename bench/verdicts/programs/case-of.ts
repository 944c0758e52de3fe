import { HOUR } from '#shared/time.ts'
import type { RecordedLeak } from '../recorded/truth.ts'
import type { Plan, PlannedProcess } from './plan.ts'

/** What the program says of one of its processes at its end (life.json, kit/record.go). Times are RFC 3339. */
export interface Life {
  readonly startedAt: string
  readonly endedAt: string
  readonly profiles: readonly {
    readonly at: string
    readonly type: string
    readonly debug: number
    readonly file: string
  }[]
  /** What it lost, by the name of the leak. */
  readonly lost: Readonly<Record<string, { readonly since: string; readonly goroutines: number }>>
}

export interface LivedProcess {
  readonly planned: PlannedProcess
  /** Of its profiles, inside the case. */
  readonly folder: string
  readonly life: Life
}

/** truth.json. */
interface Truth extends Pick<Plan, 'quiet' | 'note'> {
  readonly leaks: readonly RecordedLeak[]
}

const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / HOUR

/** series.json. */
export const seriesOf = (
  { service, about, timeScale }: Plan,
  processes: readonly LivedProcess[],
): unknown => ({
  service,
  about,
  timeScale,
  processes: processes.map(({ planned: { instance, version }, folder, life: { startedAt, profiles } }) => ({
    instance,
    startedAt,
    version,
    labels: {},
    profiles: profiles.map((one) => ({ ...one, file: `${folder}/${one.file}` })),
  })),
})

/**
 * truth.json, by the counters of the program: a leak begins with the first goroutine lost, and its rate is that of the
 * processes which lost some, from their first one on.
 *
 * @throws Error for a leak that no process had, and for a counter that the plan does not know
 */
export function truthOf(plan: Plan, processes: readonly LivedProcess[]): Truth {
  const counted = new Set(processes.flatMap(({ life }) => Object.keys(life.lost)))
  for (const name of counted) if (!(name in plan.leaks)) throw new Error(`${name} is no leak of the plan`)
  const leaks = Object.entries(plan.leaks).map(([name, { any, cause }]) => {
    const losses = processes.flatMap(({ life: { lost, endedAt } }) => {
      const loss = lost[name]
      return loss === undefined ? [] : [{ ...loss, hours: hoursBetween(loss.since, endedAt) }]
    })
    const [first] = losses.map(({ since }) => since).sort((a, b) => Date.parse(a) - Date.parse(b))
    if (first === undefined) throw new Error(`no process lost anything to ${name}`)
    const [goroutines, hours] = [sumOf(losses, (l) => l.goroutines), sumOf(losses, (l) => l.hours)]
    return { any, cause, since: first, perHour: Math.round((1000 * goroutines) / hours) / 1000 }
  })
  return { leaks, quiet: plan.quiet, note: plan.note }
}

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0)
