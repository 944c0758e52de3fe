import type { Condition, Row } from './rows.ts'

/** Whether one of the conditions holds on the row that stands under a key; no conditions always do. */
export const holds = (row: Row | undefined, oneOf: readonly Condition[] | undefined): boolean =>
  oneOf === undefined || oneOf.some((condition) => holdsOne(row, condition))

function holdsOne(row: Row | undefined, condition: Condition): boolean {
  if ('absent' in condition) return row === undefined
  if (row === undefined) return false
  if ('equals' in condition) return row[condition.equals[0]] === condition.equals[1]
  if ('lacks' in condition) return row[condition.lacks] === undefined
  if ('above' in condition) {
    const value = row[condition.above[0]]
    return typeof value === 'number' && value > condition.above[1]
  }
  const value = row[condition.below[0]]
  return value === undefined || (typeof value === 'number' && value < condition.below[1])
}
