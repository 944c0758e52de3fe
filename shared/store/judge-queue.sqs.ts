import type { SQSClient } from '@aws-sdk/client-sqs'
import { type JudgeQueue, judgeMessages } from './judge-queue.ts'
import type { AskingRequest } from './request-attribute.ts'
import { sendMessages } from './send-messages.sqs.ts'

/** The queue in SQS, ten messages a call, and services of one plan ten a message. */
export const sqsJudgeQueue = (client: SQSClient, url: string, request?: AskingRequest): JudgeQueue => ({
  send: (requests) => sendMessages({ client, url, to: 'the judge', request }, judgeMessages(requests)),
})
