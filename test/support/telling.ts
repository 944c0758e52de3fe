import { memoryTopic } from '#shared/delivery/notice-topic.memory.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'

/** Who tells in tests: a topic that remembers, and webhooks of which every name is this machine; none is asked for outside. */
export const telling = (now: () => number) => ({
  topic: memoryTopic(),
  post: webhookPoster({ reach: 'private too', now, resolve: async () => ['127.0.0.1'], pause: 1 }),
  publicUrl: 'https://tidemark.test',
})
