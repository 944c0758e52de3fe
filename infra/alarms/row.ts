import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch'

/** One alarm; its name is a heading of docs/runbook.md. */
export interface Row {
  readonly name: string
  readonly says: string
  readonly metric: IMetric
  /** Alarms at this value or above. */
  readonly from?: number
  /** Alarms below this value. */
  readonly below?: number
  /** No value is a value that alarms (default: with `below`). */
  readonly ringsOnSilence?: boolean
  /** How many periods are looked at (default: 1). */
  readonly periods?: number
  /** In how many of these the value has to be such (default: in all). */
  readonly of?: number
}

export const PERIOD = Duration.minutes(5)

/** Percent that a part is of all; none where there is nothing. A rate, so that a larger fleet needs no other threshold. */
export const percent = (part: IMetric, all: readonly IMetric[], period = PERIOD): IMetric => {
  const names = all.map((_, i) => `all${i}`)
  return new MathExpression({
    expression: `100 * FILL(part, 0) / (${names.map((name) => `FILL(${name}, 0)`).join(' + ')})`,
    usingMetrics: { part, ...Object.fromEntries(all.map((metric, i) => [names[i], metric])) },
    label: 'percent',
    period,
  })
}
