import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { diskQueue } from '#infra/local/index-queue.disk.ts'
import { withFolder } from '#test/support/cli.ts'

const log = vi.spyOn(console, 'error')
beforeEach(() => {
  log.mockImplementation(() => {})
})
afterAll(() => {
  log.mockRestore()
})

/** Runs with a folder in which a queue can be opened, and opened again. */
const withQueue = (use: (open: () => ReturnType<typeof diskQueue>) => Promise<void>): Promise<void> =>
  withFolder((folder) => use(() => diskQueue(join(folder, 'queue'))))

/** Keys that a queue hands out; those in `failing` are not taken. */
async function drained(queue: Awaited<ReturnType<typeof diskQueue>>, failing: readonly string[] = []) {
  const keys: string[] = []
  await queue.drain(async ({ key }) => {
    if (failing.includes(key)) throw new Error('the table does not answer')
    keys.push(key)
  })
  return keys.sort()
}

test('a message outlives the process that sent it, and is handed out until it is done', () =>
  withQueue(async (open) => {
    const before = await open()
    for (const key of ['uploads/a/1', 'uploads/a/2', 'uploads/a/1']) await before.send({ key })
    expect(await drained(await open(), ['uploads/a/2'])).toEqual(['uploads/a/1'])
    expect(await drained(await open())).toEqual(['uploads/a/2'])
    expect(await drained(await open())).toEqual([])
  }))

test('who listens hears of a message when it can be handed out', () =>
  withQueue(async (open) => {
    const queue = await open()
    const heard: Promise<string[]>[] = []
    queue.onSend(() => heard.push(drained(queue)))
    await queue.send({ key: 'uploads/a/1' })
    expect(await Promise.all(heard)).toEqual([['uploads/a/1']])
  }))
