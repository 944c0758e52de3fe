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
