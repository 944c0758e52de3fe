import type { Alarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import {
  type ILambdaDeploymentConfig,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { accept } from './accept.ts'
import { allow, type Deployed, LIVE } from './function.ts'

/** Longer than the ten minutes in which the alarms of failures ring. */
const CONFIG: ILambdaDeploymentConfig = LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES

export interface CanaryProps {
  /** Name of each function → the alarms that take its release back. */
  readonly functions: Readonly<
    Record<string, { readonly deployed: Deployed; readonly alarms: readonly Alarm[] }>
  >
}

/** Moves the aliases to a new version step by step, and back to the one before if an alarm rings. */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { functions }: CanaryProps) {
    super(scope, id)
    const application = new LambdaApplication(this, 'Application')
    // Written out: an alias waits for its group, and the group for this role.
    const names = Object.values(functions).flatMap(({ deployed: { lambda } }) => [
      lambda.functionArn,
      `${lambda.functionArn}:${LIVE}`,
    ])
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      inlinePolicies: {
        access: new PolicyDocument({
          statements: [
            allow(['lambda:GetAlias', 'lambda:UpdateAlias'], ...names),
            // Alarms that are asked for have no name in this action (Service Authorization Reference, CloudWatch).
            allow(['cloudwatch:DescribeAlarms'], '*'),
          ],
        }),
      },
    })
    accept(role, { 'AwsSolutions-IAM5[Resource::*]': 'It reads the state of alarms, by their names.' })
    for (const [name, { deployed, alarms }] of Object.entries(functions))
      new LambdaDeploymentGroup(this, name, {
        application,
        // The CDK would add a policy of AWS that is for all functions of the account.
        role: role.withoutPolicyUpdates(),
        alias: deployed.alias,
        deploymentConfig: CONFIG,
        alarms: alarms.map((alarm): IAlarm => alarm),
      })
  }
}
