import { expect, test } from 'vitest'
import { deadLetters } from '#cli/dead-letters.sqs.ts'
import { stubbedQueues } from '#test/support/sqs-queues.ts'

const BODIES = Array.from({ length: 23 }, (_, i) => `{"key":"profiles/acme/checkout/${i}"}`)

function opened() {
  const sqs = stubbedQueues({ index: 'index-dead', 'index-dead': undefined })
  sqs.put('index-dead', ...BODIES)
  const seen: number[] = []
  return {
    ...sqs,
    seen,
    redrive: () => deadLetters(sqs.client, 'index').redrive((moved) => seen.push(moved)),
  }
}

test('every message goes back into its queue, ten at a time', async () => {
  const { redrive, bodies, seen } = opened()
  expect(await redrive()).toEqual({ moved: 23, refused: 0 })
  expect(seen).toEqual([10, 20, 23])
  expect(bodies('index')).toEqual(BODIES)
  expect(bodies('index-dead')).toEqual([])
  expect(await redrive()).toEqual({ moved: 0, refused: 0 })
})

test('a message that the queue refuses stays among the dead letters, and the others go', async () => {
  const { redrive, bodies, faults, clock } = opened()
  const stays = BODIES.filter((_, i) => i % 4 === 1)
  faults.refuses = (body) => stays.includes(body)
  expect(await redrive()).toEqual({ moved: 17, refused: 6 })
  expect(bodies('index-dead')).toEqual(stays)
  faults.refuses = () => false
  clock.seconds += 60
  expect(await redrive()).toEqual({ moved: 6, refused: 0 })
  expect(bodies('index').toSorted()).toEqual(BODIES.toSorted())
})

test('messages that are seen again while others are moved end it', async () => {
  const { redrive, bodies, faults, clock } = opened()
  faults.refuses = () => {
    clock.seconds += 30
    return true
  }
  expect(await redrive()).toMatchObject({ moved: 0 })
  expect(bodies('index-dead')).toEqual(BODIES)
})

test.each(['ReceiveMessage', 'SendMessageBatch', 'DeleteMessageBatch'])(
  'a lost answer to %s doubles some and loses none',
  async (action) => {
    const { redrive, bodies, faults, clock } = opened()
    let answers = 0
    faults.loses = (asked) => asked === action && ++answers === 2
    await expect(redrive()).rejects.toThrow('the connection was reset')
    expect(new Set([...bodies('index'), ...bodies('index-dead')])).toEqual(new Set(BODIES))
    clock.seconds += 60
    await redrive()
    expect(bodies('index-dead')).toEqual([])
    expect(new Set(bodies('index'))).toEqual(new Set(BODIES))
  },
)
