import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { TABLE } from '#shared/store/table.ts'

/** A DynamoDB in memory, with the table. */
export interface DynamoDouble {
  readonly url: string
  close(): Promise<void>
}

/** Starts it on any free port. */
export async function startDynamo(table: string): Promise<DynamoDouble> {
  const server = dynalite({ createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await client.send(new CreateTableCommand(tableInput(table)))
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table })
  client.destroy()
  return {
    url,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
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
