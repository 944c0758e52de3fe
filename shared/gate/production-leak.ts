import { moment, paceText } from '#shared/verdict/model/words.ts'

/** What production says of the same stack. */
export interface ProductionLeak {
  /** `<signature>@<service>` */
  readonly finding: string
  readonly service: string
  readonly state: string
  /** Goroutines per hour in each process that grows. */
  readonly perHour: number
  /** Milliseconds since the epoch. */
  readonly since: number
  readonly version: string | null
}

/** Example output: `checkout leaks the same stack at 13 per hour since 2026-11-02 10:00 UTC (v2.4.0)` */
export const productionSays = ({ service, perHour, since, version }: ProductionLeak): string =>
  `${service} leaks the same stack at ${paceText(perHour)} since ${moment(since)}${version === null ? '' : ` (${version})`}`
