import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { TABLE } from '#shared/store/table.ts'
import type { Settings } from '../stages.ts'
import { accept } from './accept.ts'
import { allow } from './function.ts'

/** First parts of object keys (shared/store/keys.ts). */
const PREFIXES = ['profiles/', 'reports/', 'sockets/', 'uploads/'] as const
type Prefix = (typeof PREFIXES)[number]

type RowAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem'

export interface StorageProps {
  readonly settings: Settings
  /** Where the page comes from: its uploads are let in. */
  readonly origin: string
  /** A table to use in place of a new one: that which a recovery has made. */
  readonly tableName: string | undefined
  /** undefined: keys of AWS. */
  readonly key: Key | undefined
}

/** The bucket, which is the truth, and the table, which is its index. */
export class Storage extends Construct {
  readonly bucket: Bucket
  readonly table: ITable

  constructor(scope: Construct, id: string, { settings, origin, tableName, key }: StorageProps) {
    super(scope, id)
    const removalPolicy = settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : // One request to KMS for many objects.
          { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      removalPolicy,
      cors: [
        { allowedMethods: [HttpMethods.PUT], allowedOrigins: [origin], allowedHeaders: ['content-type'] },
      ],
      lifecycleRules: lifecycle(settings.retentionDays),
    })
    accept(this.bucket, {
      'AwsSolutions-S1':
        'The functions alone reach the bucket, and the access log of the API has every request to them.',
    })
    this.acceptPrefixes()
    this.table =
      tableName === undefined ? this.made(settings, key) : Table.fromTableName(this, 'Adopted', tableName)
  }

  private made({ keepsData }: Settings, key: Key | undefined): ITable {
    const table = new Table(this, 'Table', {
      partitionKey: { name: TABLE.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(key !== undefined && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      timeToLiveAttribute: TABLE.timeToLive,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keepsData,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    table.addGlobalSecondaryIndex({
      indexName: TABLE.index.name,
      partitionKey: { name: TABLE.index.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE.index.sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    })
    return table as ITable
  }

  private acceptPrefixes(): void {
    const stack = Stack.of(this)
    const bucket = stack.getLogicalId(this.bucket.node.defaultChild as CfnBucket)
    const reason = 'Objects have no names before they come; a function may touch those below its prefixes.'
    for (const prefix of PREFIXES)
      accept(stack, { [`AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${prefix}*]`]: reason })
  }

  /** These actions on rows of the table; nobody may scan it. */
  rows(...actions: RowAction[]): PolicyStatement {
    return allow(
      actions.map((action) => `dynamodb:${action}`),
      this.table.tableArn,
    )
  }

  /** Queries of the index. */
  index(): PolicyStatement {
    return allow(['dynamodb:Query'], `${this.table.tableArn}/index/${TABLE.index.name}`)
  }

  /** An action on objects below these prefixes. */
  objects(action: 'GetObject' | 'PutObject' | 'DeleteObject', ...prefixes: Prefix[]): PolicyStatement {
    return allow([`s3:${action}`], ...prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`)))
  }

  /** Without it S3 answers 403 instead of 404 for what is not there (S3 API reference, GetObject). */
  tellsMissing(): PolicyStatement {
    return this.lists()
  }

  /** Keys, not what is under them. */
  lists(): PolicyStatement {
    return allow(['s3:ListBucket'], this.bucket.bucketArn)
  }
}

/** Days. S3 takes nothing into Infrequent Access before (S3 user guide, lifecycle transitions). */
const INFREQUENT_AFTER = 30
/** Days: a report needs no profile to be read, and can be laid beside that of the same week a year before. */
const REPORT_DAYS = 400

const lifecycle = (retentionDays: number) => [
  {
    id: 'profiles',
    prefix: 'profiles/',
    expiration: Duration.days(retentionDays),
    ...(retentionDays > INFREQUENT_AFTER
      ? {
          transitions: [
            {
              storageClass: StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(INFREQUENT_AFTER),
            },
          ],
        }
      : {}),
  },
  { id: 'sockets', prefix: 'sockets/', expiration: Duration.days(retentionDays) },
  { id: 'reports', prefix: 'reports/', expiration: Duration.days(REPORT_DAYS) },
  { id: 'uploads', prefix: 'uploads/', expiration: Duration.days(1) },
  { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
]
