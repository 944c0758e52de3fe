import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Attribute, Attributes, Condition, RowRange } from './rows.ts'
import { TABLE } from './table.ts'

/** The part of a DynamoDB command that an expression fills; empty where there is nothing to say. */
export interface Expression {
  readonly ConditionExpression?: string
  readonly UpdateExpression?: string
  readonly KeyConditionExpression?: string
  readonly ProjectionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>
}

/** Collects names and values of one command under short aliases. */
function aliases() {
  const names: Record<string, string> = {}
  const values: Record<string, Attribute> = {}
  return {
    name: (attribute: string): string => {
      names[`#${attribute}`] = attribute
      return `#${attribute}`
    },
    value: (value: Attribute): string => {
      const alias = `:v${Object.keys(values).length}`
      values[alias] = value
      return alias
    },
    done: () => ({
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0
        ? { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }
        : {}),
    }),
  }
}

type Aliases = ReturnType<typeof aliases>

/** DynamoDB deletes expired rows late: until then a row without a future is one that is not there. */
const expired = (now: number, { name, value }: Aliases): string =>
  `${name(TABLE.timeToLive)} <= ${value(Math.floor(now / 1000))}`

const notExpired = (now: number, { name, value }: Aliases): string => {
  const expires = name(TABLE.timeToLive)
  return `(attribute_not_exists(${expires}) OR ${expires} > ${value(Math.floor(now / 1000))})`
}

const missing = ({ name }: Aliases): string => `attribute_not_exists(${name(TABLE.partitionKey)})`

/** @param absent what `absent` means for this command */
function anyOf(oneOf: readonly Condition[], absent: () => string, now: number, alias: Aliases): string {
  const { name, value } = alias
  const holds = (condition: Exclude<Condition, { absent: true }>): string => {
    if ('equals' in condition) return `${name(condition.equals[0])} = ${value(condition.equals[1])}`
    if ('above' in condition) return `${name(condition.above[0])} > ${value(condition.above[1])}`
    const exists = `attribute_exists(${name(TABLE.partitionKey)})`
    if ('lacks' in condition) return `${exists} AND attribute_not_exists(${name(condition.lacks)})`
    const attribute = name(condition.below[0])
    return `${exists} AND (attribute_not_exists(${attribute}) OR ${attribute} < ${value(condition.below[1])})`
  }
  const one = (condition: Condition): string =>
    'absent' in condition ? absent() : `(${notExpired(now, alias)} AND ${holds(condition)})`
  return oneOf.map(one).join(' OR ')
}

/** Condition of a put or delete. */
export function conditionExpression(oneOf: readonly Condition[] | undefined, now: number): Expression {
  if (oneOf === undefined) return {}
  const alias = aliases()
  const absent = (): string => `${missing(alias)} OR ${expired(now, alias)}`
  return { ConditionExpression: anyOf(oneOf, absent, now, alias), ...alias.done() }
}

/** Condition of a put that takes the place of an expired row. */
export function expiredExpression(now: number): Expression {
  const alias = aliases()
  return { ConditionExpression: expired(now, alias), ...alias.done() }
}

/** `SET` of every attribute that is given, under a condition; an expired row refuses it. */
export function setExpression(
  attributes: Attributes,
  oneOf: readonly Condition[] | undefined,
  now: number,
): Expression {
  const alias = aliases()
  const assignments = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [`${alias.name(attribute)} = ${alias.value(value)}`],
  )
  return {
    ...(assignments.length > 0 ? { UpdateExpression: `SET ${assignments.join(', ')}` } : {}),
    ConditionExpression:
      oneOf === undefined ? notExpired(now, alias) : anyOf(oneOf, () => missing(alias), now, alias),
    ...alias.done(),
  }
}

/** Partition and range of sort keys of a query, and which attributes it answers with. */
export function queryExpression({ pk, from, to, index, keysOnly = false }: RowRange): Expression {
  const alias = aliases()
  const { partitionKey, sortKey } = index === undefined ? TABLE : TABLE.index
  const partition = `${alias.name(partitionKey)} = ${alias.value(pk)}`
  const sort = (): string => alias.name(sortKey)
  let condition = partition
  if (from !== undefined && to !== undefined) {
    condition += ` AND ${sort()} BETWEEN ${alias.value(from)} AND ${alias.value(to)}`
  } else if (from !== undefined) condition += ` AND ${sort()} >= ${alias.value(from)}`
  else if (to !== undefined) condition += ` AND ${sort()} <= ${alias.value(to)}`
  const named = [TABLE.partitionKey, TABLE.sortKey, TABLE.timeToLive]
  const projection = keysOnly ? { ProjectionExpression: named.map(alias.name).join(', ') } : {}
  return { KeyConditionExpression: condition, ...projection, ...alias.done() }
}
