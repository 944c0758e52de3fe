import { Duration } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** A message may be on its way for long: an outage over a weekend loses none. */
const KEPT = Duration.days(14)

export interface WorkQueueProps {
  /** Of the function behind it; a message is hidden six times as long (Lambda developer guide, SQS). */
  readonly timeout: Duration
  /** After so many tries a message goes to the dead letters. */
  readonly tries: number
}

/** A queue before a function, and the queue of what the function could not do. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, { timeout, tries }: WorkQueueProps) {
    super(scope, id)
    this.deadLetters = new Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: KEPT })
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      retentionPeriod: KEPT,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    })
  }
}
