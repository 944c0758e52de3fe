import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { NoticeTopic } from './notice-topic.ts'

/** SNS takes subjects of up to 100 ASCII characters and messages of 256 KB (SNS API reference, Publish). */
const MOST_SUBJECT = 100
const MOST_BYTES = 262_144

/** Notices in SNS, with tenant and type as attributes for subscription filters. */
export function snsTopic(client: SNSClient, arn: string): NoticeTopic {
  return {
    publish: async (tenant, { subject, text, json: { type } }) => {
      await client.send(
        new PublishCommand({
          TopicArn: arn,
          Subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, MOST_SUBJECT),
          Message: cut(text),
          MessageAttributes: { tenant: attribute(tenant), type: attribute(type) },
        }),
      )
    },
  }
}

const attribute = (value: string) => ({ DataType: 'String', StringValue: value })

/** The beginning that fits, in whole characters. */
function cut(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length <= MOST_BYTES) return text
  return new TextDecoder().decode(bytes.subarray(0, MOST_BYTES - 3)).replace(/\ufffd$/, '')
}
