import { describe, expect, test } from 'vitest'
import { sqsJudgeQueue } from '#shared/store/judge-queue.sqs.ts'
import { stubbedSqs } from '#test/support/sqs.ts'

const URL_OF_QUEUE = 'https://sqs.us-east-1.amazonaws.com/000000000000/judge'

function opened() {
  const sqs = stubbedSqs()
  return { ...sqs, queue: sqsJudgeQueue(sqs.client, URL_OF_QUEUE) }
}

const requests = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ tenant: 'acme', service: `team/service-${i}` }))

describe('judge queue in SQS', () => {
  test('sends one message a service, ten a call', async () => {
    const { queue, calls, sent } = opened()
    await queue.send(requests(23))
    expect(calls).toEqual([10, 10, 3])
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual(requests(23))
    expect(new Set(sent.map(({ url }) => url))).toEqual(new Set([URL_OF_QUEUE]))
  })

  test('has services of one plan in one message, ten each, and by itself what a run asks for', async () => {
    const { queue, calls, sent } = opened()
    const planned = requests(23).map((each) => ({ ...each, plannedAt: 7 }))
    const asked = [
      { tenant: 'acme', service: 'late', plannedAt: 7, hops: 1 },
      { tenant: 'acme', service: 'wide', hops: 2, part: '0a', to: 9 },
    ]
    await queue.send([...planned, ...asked])
    expect(calls).toEqual([5])
    const [first, second, ...messages] = sent.map(({ body }) => JSON.parse(body))
    expect([first, second]).toEqual(asked)
    expect(messages.map(({ others }) => others.length)).toEqual([9, 9, 2])
    const named = messages.flatMap(({ others, ...head }) => [head, ...others])
    expect(named.map(({ service }) => service)).toEqual(requests(23).map(({ service }) => service))
    expect(new Set(messages.map(({ plannedAt }) => plannedAt))).toEqual(new Set([7]))
    // One that stands alone is a message of before.
    await queue.send([{ tenant: 'acme', service: 'one', plannedAt: 8 }])
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toEqual({ tenant: 'acme', service: 'one', plannedAt: 8 })
  })

  test('asks nothing of SQS where there is nothing to judge', async () => {
    const { queue, calls } = opened()
    await queue.send([])
    expect(calls).toEqual([])
  })

  test('sends again what SQS refused, and only that', async () => {
    const { queue, calls, sent, faults } = opened()
    let refusals = 2
    faults.refuse = (body) =>
      body.includes('service-7') && refusals-- > 0 ? { Code: 'InternalError', SenderFault: false } : undefined
    await queue.send(requests(12))
    expect(calls).toEqual([10, 1, 1, 2])
    expect(sent.map(({ body }) => body).toSorted()).toEqual(
      requests(12)
        .map((each) => JSON.stringify(each))
        .toSorted(),
    )
  })

  test('gives up where SQS goes on to refuse, and says why', async () => {
    const { queue, calls, faults } = opened()
    faults.refuse = () => ({ Code: 'InternalError', SenderFault: false })
    await expect(queue.send(requests(2))).rejects.toThrow(
      'SQS refused 2 messages to the judge: InternalError',
    )
    expect(calls).toEqual([2, 2, 2, 2, 2])
  })

  test('does not repeat a message that is wrong in itself', async () => {
    const { queue, calls, faults } = opened()
    faults.refuse = () => ({ Code: 'InvalidMessageContents', SenderFault: true })
    await expect(queue.send(requests(1))).rejects.toThrow('InvalidMessageContents')
    expect(calls).toEqual([1])
  })

  test('is an error where SQS does not answer', async () => {
    const { queue, faults } = opened()
    faults.isDown = true
    await expect(queue.send(requests(1))).rejects.toThrow('connection refused')
  })
})
