import { expect, test } from 'vitest'
import type { IndexMessage, IndexQueue } from '#shared/store/index-queue.ts'

/** A queue whose other end a test can see, and that a test can break. */
export interface OpenedQueue {
  readonly queue: IndexQueue
  /** What is there to be handled, in any order. */
  waiting(): Promise<IndexMessage[]>
  breakDown(): Promise<void>
}

/** What was sent waits; what could not be kept is an error. */
export function indexQueueContract(open: () => Promise<OpenedQueue>): void {
  const key = (name: string): string => `profiles/acme/team%2Fcheckout/2026/09/07/08/${name}.pb.gz`

  test('what was sent waits, with its key as it was', async () => {
    const { queue, waiting } = await open()
    const sent = [key('1lfr8ag9lvug1e2t6inneer'), 'profiles/ümlaut "quoted" \\/\n.pb.gz'].map((each) => ({
      key: each,
    }))
    for (const message of sent) await queue.send(message)
    expect(await waiting()).toHaveLength(2)
    expect(await waiting()).toEqual(expect.arrayContaining(sent))
  })

  test('a message that could not be kept is an error', async () => {
    const { queue, breakDown } = await open()
    await breakDown()
    await expect(queue.send({ key: key('1lfr8ag9lvug1e2t6inneer') })).rejects.toThrow()
  })
}
