import type { Message } from '#shared/notice/message.ts'

/** Where every notice goes, whoever listens: by mail, by telephone, into other systems. */
export interface NoticeTopic {
  /** @param tenant whose it is; listeners filter by it */
  publish(tenant: string, message: Message): Promise<void>
}
