import { describe, expect, test, vi } from 'vitest'
import { batch } from '#functions/batch.ts'

const event = (...bodies: string[]) => ({
  Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })),
})

describe('a batch of messages', () => {
  test('is handled in its order, one after the other', async () => {
    const handled: string[] = []
    const handler = batch(async (body) => {
      handled.push(`begin ${body}`)
      await Promise.resolve()
      handled.push(`end ${body}`)
    })
    expect(await handler(event('a', 'b'))).toEqual({ batchItemFailures: [] })
    expect(handled).toEqual(['begin a', 'end a', 'begin b', 'end b'])
  })

  test('fails only by the messages that failed', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const down = new AggregateError([new TypeError('the table is slow'), 'the queue is full'])
    const handler = batch(async (body) => {
      if (body !== 'good') throw new Error('nothing answers', { cause: down })
    })
    expect(await handler(event('bad', 'good', 'secret'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    })
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)))
    log.mockRestore()
    const causes = [
      'Error: nothing answers',
      'AggregateError: ',
      'TypeError: the table is slow',
      'the queue is full',
    ]
    expect(lines).toMatchObject([
      { messageId: 'm0', causes },
      { messageId: 'm2', causes },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret')
  })
})
