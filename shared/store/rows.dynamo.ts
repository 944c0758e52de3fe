import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import {
  conditionExpression,
  type Expression,
  expiredExpression,
  queryExpression,
  setExpression,
} from './expression.dynamo.ts'
import type { Row, RowKey, RowRange, RowStore } from './rows.ts'

/** BatchGetItem takes at most 100 keys (DynamoDB API reference). */
const BATCH_KEYS = 100
/** Pause before UnprocessedKeys are asked for again; it doubles with every answer that brings nothing. */
const RETRY_MS = 25
const RETRIES = 8

/**
 * Rows in DynamoDB.
 *
 * @param now milliseconds since the epoch; expired rows that DynamoDB has not deleted yet are not seen
 */
export function dynamoRows(client: DynamoDBClient, table: string, now: () => number): RowStore {
  const isLive = (row: Row): boolean => typeof row.expires !== 'number' || row.expires > now() / 1000
  const put = (row: Row, condition: Expression): Promise<boolean> =>
    unlessRefused(client.send(new PutItemCommand({ TableName: table, Item: itemOf(row), ...condition })))
  return {
    get: async (key, freshness) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: freshness === 'latest' }),
      )
      const row = Item === undefined ? undefined : (unmarshall(Item) as Row)
      return row !== undefined && isLive(row) ? row : undefined
    },
    getMany: async (keys) => {
      const rows: Row[] = []
      const distinct = distinctKeys(keys)
      for (let i = 0; i < distinct.length; i += BATCH_KEYS)
        rows.push(...(await getBatch(client, table, distinct.slice(i, i + BATCH_KEYS))))
      return rows.filter(isLive)
    },
    put: (row, oneOf) => put(row, conditionExpression(oneOf, now())),
    set: async (key, attributes, oneOf) => {
      const update = { TableName: table, Key: keyOf(key), ...setExpression(attributes, oneOf, now()) }
      if (await unlessRefused(client.send(new UpdateItemCommand(update)))) return true
      // What an expired row held must not live on in the new one: that one is put in its place.
      const mayBeNew = oneOf === undefined || oneOf.some((condition) => 'absent' in condition)
      return mayBeNew && put({ ...attributes, ...key }, expiredExpression(now()))
    },
    delete: (key, oneOf) => {
      const condition = conditionExpression(
        oneOf === undefined ? undefined : [{ absent: true }, ...oneOf],
        now(),
      )
      return unlessRefused(
        client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(key), ...condition })),
      )
    },
    query: async function* (range) {
      if (isEmpty(range)) return
      let left = range.limit ?? Number.POSITIVE_INFINITY
      let start: Record<string, unknown> | undefined
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ...queryExpression(range),
            ...(range.index === undefined ? {} : { IndexName: range.index }),
            ScanIndexForward: range.newestFirst !== true,
            ...(Number.isFinite(left) ? { Limit: left } : {}),
            ...(start === undefined ? {} : { ExclusiveStartKey: start as never }),
          }),
        )
        for (const item of page.Items ?? []) {
          const row = unmarshall(item) as Row
          if (!isLive(row)) continue
          yield range.keysOnly === true ? { pk: row.pk, sk: row.sk } : row
          if (--left <= 0) return
        }
        start = page.LastEvaluatedKey
      } while (start !== undefined)
    },
  }
}

const keyOf = ({ pk, sk }: RowKey) => ({ pk: { S: pk }, sk: { S: sk } })
const itemOf = (row: Row) => marshall(row, { removeUndefinedValues: true })

/** BatchGetItem refuses a key that comes twice. */
const distinctKeys = (keys: readonly RowKey[]): RowKey[] => [
  ...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values(),
]

/** Query refuses a BETWEEN whose ends are the wrong way round and a limit of 0. */
const isEmpty = ({ from, to, limit }: RowRange): boolean =>
  limit === 0 || (from !== undefined && to !== undefined && from > to)

async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

async function getBatch(client: DynamoDBClient, table: string, keys: readonly RowKey[]): Promise<Row[]> {
  const rows: Row[] = []
  let open = keys.map(keyOf) as Record<string, unknown>[]
  for (let retry = 0; ; retry++) {
    const page = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: open as never } } }),
    )
    for (const item of page.Responses?.[table] ?? []) rows.push(unmarshall(item) as Row)
    const left = page.UnprocessedKeys?.[table]?.Keys ?? []
    if (left.length === 0) return rows
    // An answer holds 16 MB at most: many large rows take several, of which each brings some.
    if (left.length < open.length) retry = 0
    if (retry > RETRIES)
      throw new Error(`DynamoDB left ${left.length} of ${keys.length} keys unread after ${RETRIES} retries`)
    open = left
    await sleep(RETRY_MS * 2 ** retry)
  }
}
