import { type IMetric, MathExpression, Metric, type MetricProps, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { METRICS, type MetricName, NAMESPACE } from '#functions/meter.emf.ts'

/** A metric that a function emits of itself, beside those of Lambda. */
export const emitted = (
  metricName: MetricName,
  { functionName }: LambdaFunction,
  how: Pick<MetricProps, 'period' | 'statistic' | 'label'>,
): IMetric =>
  new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { FunctionName: functionName }, ...how })

/** Profiles of a function, a line for each outcome that there was. */
export function byOutcome(
  { functionName }: LambdaFunction,
  { period }: Required<Pick<MetricProps, 'period'>>,
) {
  const name: MetricName = 'Profiles'
  const schema = `{${NAMESPACE},FunctionName,${METRICS[name].by}}`
  const search = `${schema} MetricName="${name}" FunctionName="${functionName}"`
  return new MathExpression({
    expression: `SEARCH('${search}', '${Stats.SUM}', ${period.toSeconds()})`,
    label: '',
  })
}
