import { Duration } from 'aws-cdk-lib'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionName } from '#functions/env.ts'
import { FUNCTION_LIMITS } from '../function-limits.ts'

/** A message may be on its way for long: an outage over a weekend loses none. */
const KEPT = Duration.days(14)

export interface WorkQueueProps {
  /** The function behind it; a message is hidden six times as long as it may run (Lambda developer guide, SQS). */
  readonly of: FunctionName
  /** After so many tries a message goes to the dead letters. */
  readonly tries: number
  /** undefined: a key of SQS. */
  readonly key: Key | undefined
}

/** A queue before a function, and the queue of what the function could not do. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, { of, tries, key }: WorkQueueProps) {
    super(scope, id)
    const encryption = key === undefined ? {} : { encryptionMasterKey: key }
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...encryption,
      enforceSSL: true,
      retentionPeriod: KEPT,
    })
    this.queue = new Queue(this, 'Queue', {
      ...encryption,
      enforceSSL: true,
      retentionPeriod: KEPT,
      visibilityTimeout: Duration.seconds(FUNCTION_LIMITS[of].seconds * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    })
  }
}
