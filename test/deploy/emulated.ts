import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { TidemarkStack } from '#infra/stack.ts'

/**
 * Puts the numerator in place of the metric math of each alarm: the emulator's CloudFormation refuses metric math, and nobody
 * looks at these alarms there.
 */
export function withoutMath(stack: TidemarkStack): TidemarkStack {
  for (const alarm of stack.node.findAll())
    if (alarm instanceof CfnAlarm && Array.isArray(alarm.metrics)) {
      const part = (alarm.metrics as CfnAlarm.MetricDataQueryProperty[]).find(({ id }) => id === 'part')
      const stat = part?.metricStat as CfnAlarm.MetricStatProperty
      const { namespace, metricName, dimensions } = stat.metric as CfnAlarm.MetricProperty
      alarm.metrics = undefined
      alarm.period = stat.period
      alarm.statistic = stat.stat
      alarm.namespace = namespace
      alarm.metricName = metricName
      alarm.dimensions = dimensions
    }
  return stack
}
