import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { ofApi, type WatchedApi } from '../alarms/of-api.ts'
import { ofFunctions, type WatchedFunctions } from '../alarms/of-functions.ts'
import { ofWork, type WatchedWork } from '../alarms/of-work.ts'
import type { Row } from '../alarms/row.ts'

export type AlarmsProps = WatchedApi & WatchedFunctions & WatchedWork & { readonly key: Key | undefined }

/** The alarms, and the topic that they notify. */
export class Alarms extends Construct {
  readonly topic: Topic
  readonly alarms: readonly Alarm[]

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id)
    const { key } = props
    this.topic = new Topic(this, 'Topic', { enforceSSL: true, ...(key !== undefined && { masterKey: key }) })
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    this.alarms = [...ofApi(props), ...ofFunctions(props), ...ofWork(props)].map((row) => this.add(row))
  }

  /** The alarm of this name, a heading of docs/runbook.md. */
  named(name: string): Alarm {
    return this.node.findChild(name) as Alarm
  }

  private add({ name, says, metric, from, below, ringsOnSilence, periods = 1, of = periods }: Row): Alarm {
    const rings = ringsOnSilence ?? below !== undefined
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${says} docs/runbook.md#${name}`,
      metric,
      threshold: from ?? below ?? 0,
      comparisonOperator:
        below === undefined
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: of,
      treatMissingData: rings ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
    return alarm
  }
}
