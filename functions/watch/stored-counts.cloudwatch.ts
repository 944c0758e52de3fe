import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { NAMESPACE } from '../meter.emf.ts'
import type { Span } from './against-yesterday.ts'

/** Seconds. CloudWatch keeps values of five minutes for 63 days (CloudWatch user guide, metrics retention). */
const PERIOD = 300

/**
 * Counts the profiles that functions said they stored.
 *
 * @param functions names of those that take profiles in
 */
export const storedIn =
  (functions: readonly string[], client = new CloudWatchClient({})) =>
  async ({ from, to }: Span): Promise<number> => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(from),
        EndTime: new Date(to),
        MetricDataQueries: functions.map((name, i) => ({
          Id: `of${i}`,
          MetricStat: {
            Metric: {
              Namespace: NAMESPACE,
              MetricName: 'Profiles',
              Dimensions: [
                { Name: 'FunctionName', Value: name },
                { Name: 'Outcome', Value: 'stored' },
              ],
            },
            Period: PERIOD,
            Stat: 'Sum',
          },
        })),
      }),
    )
    return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0)
  }
