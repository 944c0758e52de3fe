import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openFolder } from '#infra/local/open-folder.ts'
import { sqsIndexQueue } from '#shared/store/index-queue.sqs.ts'
import { queueKeys } from '#shared/store/index-queue.ts'
import { indexQueueContract, type OpenedQueue } from '#test/contract/index-queue.ts'
import { stubbedSqs } from '#test/support/sqs.ts'

const URL_OF_QUEUE = 'https://sqs.us-east-1.amazonaws.com/000000000000/index'
const directories: string[] = []

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true })
})

async function inSqlite(): Promise<OpenedQueue> {
  const directory = await mkdtemp(join(tmpdir(), 'index-queue-'))
  directories.push(directory)
  const { queue, close } = openFolder(directory, { now: () => 0 })
  return { queue, waiting: async () => queue.waiting(0, 10).map(({ key }) => ({ key })), breakDown: close }
}

async function inSqs(): Promise<OpenedQueue> {
  const { client, sent, faults } = stubbedSqs()
  return {
    queue: sqsIndexQueue(client, URL_OF_QUEUE),
    waiting: async () => sent.map(({ body }) => JSON.parse(body)),
    breakDown: async () => {
      faults.isDown = true
    },
  }
}

describe('index queue in SQLite', () => indexQueueContract(inSqlite))

describe('index queue in SQS', () => {
  indexQueueContract(inSqs)

  test('sends small profiles fifty in a message, and what may be large alone', async () => {
    const { client, sent, calls } = stubbedSqs()
    const small = Array.from({ length: 120 }, (_, i) => `profiles/acme/checkout/2026/09/07/08/${i}.pb.gz`)
    const large = ['profiles/a.debug2.gz', 'profiles/b.tar.br', 'sockets/c.txt.gz', 'profiles/d.debug3.pb.gz']
    await queueKeys(sqsIndexQueue(client, URL_OF_QUEUE), [...small, ...large])
    const bodies = sent.map(({ body }) => JSON.parse(body) as { key?: string; keys?: string[] })
    expect(bodies.map(({ keys }) => keys?.length)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      50,
      50,
      20,
    ])
    expect(bodies.flatMap(({ key, keys = [] }) => (key === undefined ? keys : [key])).toSorted()).toEqual(
      [...small, ...large].toSorted(),
    )
    expect(calls).toEqual([7])
  })

  test('sends to its own address', async () => {
    const { client, sent } = stubbedSqs()
    await sqsIndexQueue(client, URL_OF_QUEUE).send({ key: 'a' })
    expect(sent).toEqual([{ url: URL_OF_QUEUE, body: '{"key":"a"}' }])
  })
})
