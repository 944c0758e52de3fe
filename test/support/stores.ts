import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe } from 'vitest'
import { type Folder, openFolder } from '#infra/local/open-folder.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { s3ProfileStore } from '#shared/store/profile-store.s3.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { RowStore } from '#shared/store/rows.ts'
import { startDynamo } from './dynamo.ts'
import { startS3 } from './s3.ts'

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

const ROW_STORES = (): readonly Kind<RowStore>[] => [
  { name: 'in memory', open: async (clock) => kept(memoryRows(() => clock.now)) },
  { name: 'in SQLite', open: openPart('rows') },
  { name: 'in DynamoDB', open: openDynamoRows },
]

const PROFILE_STORES = (): readonly Kind<ProfileStore>[] => [
  { name: 'in memory', open: async () => kept(memoryProfileStore()) },
  { name: 'in SQLite', open: openPart('profiles') },
  { name: 'in S3', open: openS3Profiles },
]

/** Runs a contract over rows in memory and over the adapter that ships, on a DynamoDB of this process. */
export const overRowStores = (port: string, contract: Contract<RowStore>): void =>
  over(ROW_STORES(), port, contract)

/** Runs a contract over profiles in memory and over the adapter that ships, on an S3 of this process. */
export const overProfileStores = (port: string, contract: Contract<ProfileStore>): void =>
  over(PROFILE_STORES(), port, contract)

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
  const server = await startDynamo('tidemark')
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const close = async (): Promise<void> => {
    client.destroy()
    await server.close()
  }
  return { store: dynamoRows(client, 'tidemark', () => clock.now), close }
}

async function openS3Profiles(): Promise<Opened<ProfileStore>> {
  const server = await startS3('profiles')
  const { url: endpoint, credentials } = server
  const client = new S3Client({ region: 'us-east-1', endpoint, credentials })
  const close = async (): Promise<void> => {
    client.destroy()
    await server.close()
  }
  return { store: s3ProfileStore(client, 'profiles', client), close }
}

async function openSqlite(clock: TestClock): Promise<Opened<Folder>> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-'))
  const store = openFolder(directory, { now: () => clock.now })
  const close = async (): Promise<void> => {
    await store.close()
    await rm(directory, { recursive: true })
  }
  return { store, close }
}

/** One of the stores of a folder. */
const openPart =
  <Name extends 'rows' | 'profiles'>(name: Name) =>
  async (clock: TestClock): Promise<Opened<Folder[Name]>> => {
    const { store, close } = await openSqlite(clock)
    return { store: store[name], close }
  }
