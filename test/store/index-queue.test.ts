import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { diskQueue } from '#infra/local/index-queue.disk.ts'
import { sqsIndexQueue } from '#shared/store/index-queue.sqs.ts'
import { indexQueueContract, type OpenedQueue } from '#test/contract/index-queue.ts'
import { stubbedSqs } from '#test/support/sqs.ts'

const URL_OF_QUEUE = 'https://sqs.us-east-1.amazonaws.com/000000000000/index'
const directories: string[] = []

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true })
})

async function onDisk(): Promise<OpenedQueue> {
  const directory = await mkdtemp(join(tmpdir(), 'index-queue-'))
  directories.push(directory)
  return {
    queue: await diskQueue(directory),
    waiting: async () => {
      const names = await readdir(directory)
      return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(directory, name), 'utf8'))))
    },
    breakDown: () => rm(directory, { recursive: true }),
  }
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

describe('index queue on disk', () => indexQueueContract(onDisk))

describe('index queue in SQS', () => {
  indexQueueContract(inSqs)

  test('sends to its own address', async () => {
    const { client, sent } = stubbedSqs()
    await sqsIndexQueue(client, URL_OF_QUEUE).send({ key: 'a' })
    expect(sent).toEqual([{ url: URL_OF_QUEUE, body: '{"key":"a"}' }])
  })
})
