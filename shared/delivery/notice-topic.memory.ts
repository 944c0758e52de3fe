import type { Message } from '#shared/notice/message.ts'
import type { NoticeTopic } from './notice-topic.ts'

/** A topic that remembers, for tests. */
export function memoryTopic(): NoticeTopic & {
  readonly published: { readonly tenant: string; readonly message: Message }[]
} {
  const published: { readonly tenant: string; readonly message: Message }[] = []
  return {
    published,
    publish: async (tenant, message) => {
      published.push({ tenant, message })
    },
  }
}
