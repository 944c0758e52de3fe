import { SNSClient } from '@aws-sdk/client-sns'
import type { Reach } from '#shared/delivery/address.ts'
import { snsTopic } from '#shared/delivery/notice-topic.sns.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import type { TellDeps } from '#shared/delivery/tell.ts'
import { trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'
import type { EnvOf } from './env.ts'

/** Who tells what was found, and how. */
export function createTelling(
  { NOTICE_TOPIC_ARN, PUBLIC_URL }: Pick<EnvOf<'report'>, 'NOTICE_TOPIC_ARN' | 'PUBLIC_URL'>,
  reach: Reach,
  now: () => number,
): Pick<TellDeps, 'topic' | 'post' | 'call' | 'publicUrl'> {
  return {
    topic: snsTopic(new SNSClient({}), NOTICE_TOPIC_ARN),
    post: webhookPoster({ reach, now }),
    call: trackerCaller({ reach }),
    publicUrl: PUBLIC_URL,
  }
}
