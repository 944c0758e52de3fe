import { plain } from '#shared/notice/plain.ts'

/**
 * The same value with every text in it as one line that moves no cursor and turns no direction: names in dumps are
 * the names of others.
 */
export function plainly<Value>(value: Value): Value {
  if (typeof value === 'string') return plain(value) as Value
  if (Array.isArray(value)) return value.map(plainly) as Value
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [plain(key), plainly(member)]),
  ) as Value
}
