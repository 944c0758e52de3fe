import { readFile } from 'node:fs/promises'
import {
  type DynamoDBClient,
  type PointInTimeRecoverySpecification,
  type TimeToLiveSpecification,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { type LifecycleRule, PutBucketLifecycleConfigurationCommand, type S3Client } from '@aws-sdk/client-s3'

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>
}
interface TableProperties {
  readonly TimeToLiveSpecification: TimeToLiveSpecification
  readonly PointInTimeRecoverySpecification: PointInTimeRecoverySpecification
}
interface RuleProperties {
  readonly Id: string
  readonly Prefix?: string
  readonly ExpirationInDays?: number
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number }
}
interface BucketProperties {
  readonly LifecycleConfiguration: { readonly Rules: readonly RuleProperties[] }
}

/**
 * Does what CloudFormation of the emulator leaves out without a word: the table's time to live and recovery, the bucket's
 * lifecycle. Values are those of the template.
 */
export async function settle(
  file: string,
  { table, bucket }: { readonly table: string; readonly bucket: string },
  { dynamo, s3 }: { readonly dynamo: DynamoDBClient; readonly s3: S3Client },
): Promise<void> {
  const { Resources } = JSON.parse(await readFile(file, 'utf8')) as Template
  const propertiesOf = <Shape>(type: string): Shape =>
    Object.values(Resources).find(({ Type }) => Type === type)?.Properties as Shape
  const { TimeToLiveSpecification, PointInTimeRecoverySpecification } =
    propertiesOf<TableProperties>('AWS::DynamoDB::Table')
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }))
  await dynamo.send(
    new UpdateContinuousBackupsCommand({ TableName: table, PointInTimeRecoverySpecification }),
  )
  const { Rules } = propertiesOf<BucketProperties>('AWS::S3::Bucket').LifecycleConfiguration
  const LifecycleConfiguration = { Rules: Rules.map(ruleOf) }
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration }))
}

/** A rule of CloudFormation in the words of S3's own API. */
const ruleOf = ({
  Id,
  Prefix = '',
  ExpirationInDays,
  AbortIncompleteMultipartUpload,
}: RuleProperties): LifecycleRule => ({
  ID: Id,
  Status: 'Enabled',
  Filter: { Prefix },
  ...(ExpirationInDays === undefined ? {} : { Expiration: { Days: ExpirationInDays } }),
  ...(AbortIncompleteMultipartUpload === undefined ? {} : { AbortIncompleteMultipartUpload }),
})
