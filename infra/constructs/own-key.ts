import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { Settings } from '../stages.ts'
import { allow } from './function.ts'

/** Services that write into an encrypted queue or topic in nobody's name: uploads announced by S3, alarms by CloudWatch. */
const WRITERS = ['s3.amazonaws.com', 'cloudwatch.amazonaws.com'] as const
/** What reading and writing take of a key (DynamoDB developer guide, encryption at rest; S3, SQS and SNS, SSE-KMS). */
const ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
]

/** A key of the account. It outlives the stack where the data does: without it they cannot be read. */
export function ownKey(scope: Construct, { keepsData }: Settings): Key {
  const key = new Key(scope, 'Key', {
    enableKeyRotation: true,
    removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  for (const service of WRITERS)
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
    )
  return key
}

/** Lets functions use the key. */
export function letUse(key: Key, functions: Iterable<LambdaFunction>): void {
  for (const each of functions) each.addToRolePolicy(allow(ACTIONS, key.keyArn))
}
