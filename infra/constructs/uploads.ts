import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { WorkQueue } from './queue.ts'
import type { Storage } from './storage.ts'

/**
 * Tells a queue of each object that arrives below `uploads/`.
 *
 * Said on the bucket itself: the L2 way would bring a function of CDK's own that may change every bucket.
 */
export function tellOfUploads({ bucket }: Storage, { queue }: WorkQueue): void {
  const allowed = queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account } },
    }),
  )
  const resource = bucket.node.defaultChild as CfnBucket
  resource.notificationConfiguration = {
    queueConfigurations: [
      {
        event: 's3:ObjectCreated:*',
        queue: queue.queueArn,
        filter: { s3Key: { rules: [{ name: 'prefix', value: 'uploads/' }] } },
      },
    ],
  }
  // S3 asks the queue at once whether it may.
  if (allowed.policyDependable !== undefined) resource.node.addDependency(allowed.policyDependable)
}
