import type { SQSClient } from '@aws-sdk/client-sqs'
import type { ReconcileQueue } from './reconcile-queue.ts'
import type { AskingRequest } from './request-attribute.ts'
import { sendMessages } from './send-messages.sqs.ts'

/** The queue in SQS, one message a day of a service, ten a call. */
export const sqsReconcileQueue = (
  client: SQSClient,
  url: string,
  request?: AskingRequest,
): ReconcileQueue => ({
  send: (days) => sendMessages({ client, url, to: 'reconcile-day', request }, days),
})
