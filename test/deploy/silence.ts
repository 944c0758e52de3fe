import assert from 'node:assert/strict'
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch'
import { METRICS, NAMESPACE } from '#functions/meter.emf.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { eventually } from './step.ts'

/** A metric of this name and dimensions, as the functions tell it; the emulator reads no embedded metric format. */
async function put(
  cloudwatch: CloudWatchClient,
  name: keyof typeof METRICS,
  dimensions: Readonly<Record<string, string>>,
  points: readonly { readonly at: number; readonly value: number }[],
): Promise<void> {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  const Unit: StandardUnit = METRICS[name].unit
  const MetricData = points.map(({ at, value: Value }) => ({
    MetricName: name,
    Dimensions,
    Timestamp: new Date(at),
    Value,
    Unit,
  }))
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }))
}

/** Twelve hundred profiles in the hour of yesterday that `watch` compares. */
export const storedYesterday = (cloudwatch: CloudWatchClient, FunctionName: string, now: number) =>
  put(
    cloudwatch,
    'Profiles',
    { FunctionName, Outcome: 'stored' },
    [15, 30, 45].map((minutes) => ({ at: now - DAY - minutes * MINUTE, value: 400 })),
  )

/** What `watch` wrote last: a line of the embedded metric format. */
export function toldShare(logs: string): { readonly FunctionName: string; readonly percent: number } {
  const line = logs.split('\n').findLast((one) => one.includes('"StoredAgainstYesterday":'))
  assert.ok(line !== undefined, 'watch told no share')
  const told = JSON.parse(line.slice(line.indexOf('{')))
  return { FunctionName: told.FunctionName, percent: told.StoredAgainstYesterday }
}

/** The alarm that rings where fewer profiles are stored than yesterday. @throws Error where it does not */
export async function ringsOnSilence(
  cloudwatch: CloudWatchClient,
  stack: string,
  { FunctionName, percent }: ReturnType<typeof toldShare>,
  now: number,
): Promise<void> {
  const AlarmName = `${stack}-profiles-falling`
  const state = async () => {
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    )
    return MetricAlarms[0]?.StateValue
  }
  assert.notEqual(await state(), 'ALARM')
  const tell = (value: number) =>
    put(
      cloudwatch,
      'StoredAgainstYesterday',
      { FunctionName },
      [0, 10, 20].map((minutes) => ({ at: now - minutes * MINUTE, value })),
    )
  await tell(percent)
  await eventually(AlarmName, 60, async () => ((await state()) === 'ALARM' ? true : undefined))
}
