import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import dynalite from 'dynalite'
import { afterAll, beforeAll, describe } from 'vitest'
import { createTable } from '#infra/local/dynamo.ts'
import { startS3 } from '#infra/local/s3/server.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { RowStore } from '#shared/store/rows.ts'

/** A clock that a test moves. Milliseconds since the epoch. */
export interface TestClock {
  now: number
}

/** A store and what ends it. */
interface Opened<Store> {
  readonly store: Store
  close(): Promise<void>
}

/** A kind of store that a contract is to hold for. */
interface Kind<Store> {
  readonly name: string
  open(clock: TestClock): Promise<Opened<Store>>
}

const ROW_STORES: readonly Kind<RowStore>[] = [
  { name: 'in memory', open: async (clock) => kept(memoryRows(() => clock.now)) },
  { name: 'in DynamoDB', open: openDynamoRows },
]

const PROFILE_STORES: readonly Kind<ProfileStore>[] = [
  { name: 'in memory', open: async () => kept(memoryProfileStore()) },
  { name: 'in S3', open: openS3Profiles },
]

/** Runs a contract over rows in memory and over the adapter that ships, on a DynamoDB of this process. */
export const overRowStores = (port: string, contract: Contract<RowStore>): void =>
  over(ROW_STORES, port, contract)

/** Runs a contract over profiles in memory and over the adapter that ships, on an S3 of this process. */
export const overProfileStores = (port: string, contract: Contract<ProfileStore>): void =>
  over(PROFILE_STORES, port, contract)

/** @param make the store, once a test runs; it may hold what other tests wrote, each under its own names */
type Contract<Store> = (make: () => Store, clock: TestClock) => void

function over<Store>(kinds: readonly Kind<Store>[], port: string, contract: Contract<Store>): void {
  describe.each(kinds)(`${port} $name`, ({ open }) => {
    const clock: TestClock = { now: Date.parse('2026-09-07T05:00:00Z') }
    let opened: Opened<Store> | undefined
    beforeAll(async () => {
      opened = await open(clock)
    })
    afterAll(async () => opened?.close())
    contract(() => {
      if (opened === undefined) throw new Error('a contract asks for its store outside of a test')
      return opened.store
    }, clock)
  })
}

let names = 0
/** A name that no other test uses: stores are shared, their tenants are not. */
export const freshName = (kind: string): string => `${kind}-${++names}`

/** Everything that a store gives one after the other. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const kept = <Store>(store: Store): Opened<Store> => ({ store, close: async () => undefined })

async function openDynamoRows(clock: TestClock): Promise<Opened<RowStore>> {
  const server = dynalite({ createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await createTable(client, 'tidemark')
  const close = async (): Promise<void> => {
    client.destroy()
    server.close()
    await once(server, 'close')
  }
  return { store: dynamoRows(client, 'tidemark', () => clock.now), close }
}

async function openS3Profiles(): Promise<Opened<ProfileStore>> {
  const directory = await mkdtemp(join(tmpdir(), 'profile-store-'))
  const server = await startS3({ directory })
  const { url: endpoint, credentials } = server
  const settings = { region: 'us-east-1', endpoint, credentials }
  const client = new S3Client(settings)
  const presigner = new S3Client({ ...settings, requestChecksumCalculation: 'WHEN_REQUIRED' })
  await client.send(new CreateBucketCommand({ Bucket: 'profiles' }))
  const close = async (): Promise<void> => {
    client.destroy()
    await server.close()
    await rm(directory, { recursive: true })
  }
  return { store: s3ProfileStore(client, 'profiles', presigner), close }
}
