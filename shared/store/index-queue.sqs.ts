import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { IndexQueue } from './index-queue.ts'
import { type AskingRequest, requestAttribute } from './request-attribute.ts'

/** The queue in SQS, which holds a message on several disks before it answers. */
export function sqsIndexQueue(client: SQSClient, url: string, request?: AskingRequest): IndexQueue {
  return {
    send: async (message) => {
      const MessageBody = JSON.stringify(message)
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...requestAttribute(request) }))
    },
  }
}
