import { SQSClient } from '@aws-sdk/client-sqs'
import { sqsIndexQueue } from '#shared/store/index-queue.sqs.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import { sqsJudgeQueue } from '#shared/store/judge-queue.sqs.ts'
import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import { sqsReconcileQueue } from '#shared/store/reconcile-queue.sqs.ts'
import type { ReconcileQueue } from '#shared/store/reconcile-queue.ts'
import type { EnvOf } from './env.ts'
import { requestInHand } from './request-id.ts'

/** The queues of the API, in SQS. */
export function createQueues(env: EnvOf<'api'>): { indexQueue: IndexQueue; judgeQueue: JudgeQueue } {
  const client = new SQSClient({})
  return {
    indexQueue: sqsIndexQueue(client, env.INDEX_QUEUE_URL, requestInHand),
    judgeQueue: sqsJudgeQueue(client, env.JUDGE_QUEUE_URL, requestInHand),
  }
}

/** The queue before the function that indexes, in SQS. */
export const createIndexQueue = (env: Pick<EnvOf<'reconcile'>, 'INDEX_QUEUE_URL'>): IndexQueue =>
  sqsIndexQueue(new SQSClient({}), env.INDEX_QUEUE_URL, requestInHand)

/** The queue before the judge, in SQS. */
export const createJudgeQueue = (env: Pick<EnvOf<'judge-service'>, 'JUDGE_QUEUE_URL'>): JudgeQueue =>
  sqsJudgeQueue(new SQSClient({}), env.JUDGE_QUEUE_URL, requestInHand)

/** The queue before the function that compares days, in SQS. */
export const createReconcileQueue = (env: Pick<EnvOf<'reconcile'>, 'RECONCILE_QUEUE_URL'>): ReconcileQueue =>
  sqsReconcileQueue(new SQSClient({}), env.RECONCILE_QUEUE_URL, requestInHand)
