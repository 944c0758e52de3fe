import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { drain } from '#infra/local/drain.ts'
import { openFolder } from '#infra/local/open-folder.ts'
import { type FolderQueue, TRIES } from '#shared/store/index-queue.sqlite.ts'
import { withFolder } from '#test/support/cli.ts'

const log = vi.spyOn(console, 'error')
beforeEach(() => {
  log.mockImplementation(() => {})
})
afterAll(() => {
  log.mockRestore()
})

/** Runs with a queue that is opened anew for each step, as by one process after the other. */
const withQueue = (
  use: (step: <R>(run: (queue: FolderQueue) => Promise<R>) => Promise<R>) => Promise<void>,
) =>
  withFolder((directory) =>
    use(async (run) => {
      const { queue, close } = openFolder(directory, { now: () => 0 })
      try {
        return await run(queue)
      } finally {
        await close()
      }
    }),
  )

/** Keys that a queue hands out; those in `failing` are not taken. */
async function drained(queue: FolderQueue, failing: readonly string[] = []): Promise<string[]> {
  const keys: string[] = []
  await drain(queue, async ({ key }) => {
    keys.push(key)
    if (failing.includes(key)) throw new Error('the table does not answer')
  })
  return keys.sort()
}

test('a message outlives the process that sent it, and is handed out until it is done', () =>
  withQueue(async (step) => {
    await step(async (queue) => {
      for (const key of ['uploads/a/1', 'uploads/a/2', 'uploads/a/1']) await queue.send({ key })
    })
    const both = ['uploads/a/1', 'uploads/a/2']
    expect(await step((queue) => drained(queue, ['uploads/a/2']))).toEqual(both)
    expect(await step((queue) => drained(queue))).toEqual(['uploads/a/2'])
    expect(await step((queue) => drained(queue))).toEqual([])
  }))

test('a message that fails each time lies aside with its cause, and waits again when it is asked for', () =>
  withQueue(async (step) => {
    await step((queue) => queue.send({ key: 'uploads/a/1' }))
    for (let tries = 0; tries < TRIES; tries++)
      expect(await step((queue) => drained(queue, ['uploads/a/1']))).toEqual(['uploads/a/1'])
    expect(await step((queue) => drained(queue))).toEqual([])
    const [dead] = await step(async (queue) => queue.dead())
    expect(dead).toMatchObject({ key: 'uploads/a/1', tries: TRIES, cause: 'the table does not answer' })
    expect(await step((queue) => queue.redrive())).toBe(1)
    expect(await step((queue) => drained(queue))).toEqual(['uploads/a/1'])
  }))

test('a message that is sent again while it is handled is handled again', () =>
  withQueue((step) =>
    step(async (queue) => {
      await queue.send({ key: 'uploads/a/1' })
      let handled = 0
      await drain(queue, async () => {
        if (++handled === 1) await queue.send({ key: 'uploads/a/1' })
      })
      expect(handled).toBe(2)
      expect(await drained(queue)).toEqual([])
    }),
  ))

test('who listens hears of a message when it can be handed out', () =>
  withQueue((step) =>
    step(async (queue) => {
      const heard: Promise<string[]>[] = []
      queue.onSend(() => heard.push(drained(queue)))
      await queue.send({ key: 'uploads/a/1' })
      expect(await Promise.all(heard)).toEqual([['uploads/a/1']])
    }),
  ))
