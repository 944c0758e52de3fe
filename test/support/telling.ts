import { memoryTopic } from '#shared/delivery/notice-topic.memory.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'

const HERE = async () => ['127.0.0.1']

/** Who tells in tests: a topic that remembers, and webhooks of which every name is this machine; none is asked for outside. */
export const telling = (now: () => number) => ({
  topic: memoryTopic(),
  post: webhookPoster({ reach: 'private too', now, resolve: HERE, pause: 1 }),
  call: trackerCaller({ reach: 'private too', resolve: HERE }),
  publicUrl: 'https://tidemark.test',
})
