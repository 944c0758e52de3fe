import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { IndexQueue } from './index-queue.ts'
import { type AskingRequest, requestAttribute } from './request-attribute.ts'
import { sendMessages } from './send-messages.sqs.ts'

/** Profiles of one message: they take a second or two, and ten messages of them fit a call of 256 KB (SQS quotas). */
const TOGETHER = 50
/** A profile that is small for certain: text may have 64 MB, and a batch has hundreds. */
const SMALL = /(?<!\.debug3)\.pb\.gz$/

/** The queue in SQS, which holds a message on several disks before it answers. */
export function sqsIndexQueue(client: SQSClient, url: string, request?: AskingRequest): IndexQueue {
  return {
    send: async (message) => {
      const MessageBody = JSON.stringify(message)
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...requestAttribute(request) }))
    },
    sendAll: async (keys) => {
      const small = keys.filter((key) => SMALL.test(key))
      const messages: object[] = keys.filter((key) => !SMALL.test(key)).map((key) => ({ key }))
      for (let i = 0; i < small.length; i += TOGETHER) messages.push({ keys: small.slice(i, i + TOGETHER) })
      await sendMessages({ client, url, to: 'index-upload', request }, messages)
    },
  }
}
