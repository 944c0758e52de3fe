import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Attribute, Attributes, Condition, RowRange } from './rows.ts'
import { TABLE } from './table.ts'

/** The part of a DynamoDB command that an expression fills; empty where there is nothing to say. */
interface Expression {
  readonly ConditionExpression?: string
  readonly UpdateExpression?: string
  readonly KeyConditionExpression?: string
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

function anyOf(oneOf: readonly Condition[], now: number, { name, value }: Aliases): string {
  const one = (condition: Condition): string => {
    if ('absent' in condition) {
      const expires = name(TABLE.timeToLive)
      return `attribute_not_exists(${name(TABLE.partitionKey)}) OR ${expires} <= ${value(Math.floor(now / 1000))}`
    }
    if ('equals' in condition) return `${name(condition.equals[0])} = ${value(condition.equals[1])}`
    const attribute = name(condition.below[0])
    const exists = `attribute_exists(${name(TABLE.partitionKey)})`
    return `(${exists} AND (attribute_not_exists(${attribute}) OR ${attribute} < ${value(condition.below[1])}))`
  }
  return oneOf.map(one).join(' OR ')
}

/** Condition of a put or delete. */
export function conditionExpression(oneOf: readonly Condition[] | undefined, now: number): Expression {
  if (oneOf === undefined) return {}
  const alias = aliases()
  return { ConditionExpression: anyOf(oneOf, now, alias), ...alias.done() }
}

/** `SET` of every attribute that is given, under a condition. */
export function setExpression(
  attributes: Attributes,
  oneOf: readonly Condition[] | undefined,
  now: number,
): Expression {
  const alias = aliases()
  const assignments = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [`${alias.name(attribute)} = ${alias.value(value)}`],
  )
  const condition = oneOf === undefined ? {} : { ConditionExpression: anyOf(oneOf, now, alias) }
  return { UpdateExpression: `SET ${assignments.join(', ')}`, ...condition, ...alias.done() }
}

/** Partition and range of sort keys of a query. */
export function keyExpression({ pk, from, to, index }: RowRange): Expression {
  const alias = aliases()
  const { partitionKey, sortKey } = index === undefined ? TABLE : TABLE.index
  const partition = `${alias.name(partitionKey)} = ${alias.value(pk)}`
  const sort = (): string => alias.name(sortKey)
  let condition = partition
  if (from !== undefined && to !== undefined) {
    condition += ` AND ${sort()} BETWEEN ${alias.value(from)} AND ${alias.value(to)}`
  } else if (from !== undefined) condition += ` AND ${sort()} >= ${alias.value(from)}`
  else if (to !== undefined) condition += ` AND ${sort()} <= ${alias.value(to)}`
  return { KeyConditionExpression: condition, ...alias.done() }
}
