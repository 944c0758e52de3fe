import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { TABLE } from '#shared/store/table.ts'

/** A server of the local stack. */
export interface LocalServer {
  /** By IP: the SDK would ask `bucket.localhost` of a name. */
  readonly url: string
  close(): Promise<void>
}

/**
 * DynamoDB on this disk; what it has acknowledged survives a kill of the process.
 *
 * @throws Error with the code `LEVEL_LOCKED` where another process has the folder
 */
export async function startDynamo(directory: string): Promise<LocalServer> {
  await requireUnlocked(directory)
  const server = dynalite({ path: directory, createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((done, failed) => server.close((error) => (error ? failed(error) : done()))),
  }
}

/** dynalite throws into the void where it cannot open its folder; the same LevelDB says why before. */
async function requireUnlocked(directory: string): Promise<void> {
  const database = new Level(directory)
  try {
    await database.open()
  } catch (error) {
    throw error instanceof Error && error.cause !== undefined ? error.cause : error
  }
  await database.close()
}

const { Level } = createRequire(import.meta.resolve('dynalite'))('level') as {
  Level: new (directory: string) => { open(): Promise<void>; close(): Promise<void> }
}

/** Creates the table unless it is there. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableInput(name)))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: name })
}

function tableInput(name: string): CreateTableCommandInput {
  const { partitionKey, sortKey, index } = TABLE
  const keys = [partitionKey, sortKey, index.partitionKey, index.sortKey]
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: [
      {
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  }
}

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
]
