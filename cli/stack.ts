import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as v from 'valibot'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { type TokenStore, tokenStore } from '#shared/store/token-store.ts'
import { Failure } from './command.ts'
import { type DeadLetters, deadLetters } from './dead-letters.sqs.ts'

/** A Tidemark in AWS, reached past its API with the caller's own credentials. */
export interface DeployedStack {
  readonly tokens: TokenStore
  deadLetters(queue: QueueName): DeadLetters
}

export type QueueName = 'index' | 'judge' | 'reconcile'

const Outputs = v.object({
  TableName: v.string(),
  IndexQueueName: v.string(),
  JudgeQueueName: v.string(),
  // Stacks of before 2026-11-30 have none.
  ReconcileQueueName: v.optional(v.string()),
})

/** Clients that find region and credentials as every tool of AWS does. */
const clients = () => ({
  cloudFormation: new CloudFormationClient({}),
  dynamo: new DynamoDBClient({}),
  sqs: new SQSClient({}),
})

/**
 * The stack of this name, by the outputs that its deployment left.
 *
 * @throws Failure where there is none, or it is not Tidemark's
 */
export async function openStack(
  name: string,
  now: () => number,
  { cloudFormation, dynamo, sqs } = clients(),
): Promise<DeployedStack> {
  const answer = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: Error) => {
      throw new Failure(`the stack ${name} cannot be read: ${error.message}`)
    })
  const outputs = answer.Stacks?.[0]?.Outputs ?? []
  const told = v.safeParse(
    Outputs,
    Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
  )
  if (!told.success) throw new Failure(`the stack ${name} is no Tidemark, or not deployed to its end`)
  const { TableName, IndexQueueName, JudgeQueueName, ReconcileQueueName } = told.output
  const names = { index: IndexQueueName, judge: JudgeQueueName, reconcile: ReconcileQueueName }
  const nameOf = (queue: QueueName): string => {
    const known = names[queue]
    if (known === undefined) throw new Failure(`the stack ${name} has no queue ${queue}: deploy it again`)
    return known
  }
  return {
    tokens: tokenStore(dynamoRows(dynamo, TableName, now)),
    deadLetters: (queue) => deadLetters(sqs, nameOf(queue)),
  }
}
