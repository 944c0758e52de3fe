import type { Attribute, Attributes } from './rows.ts'

/** Without the members that are `undefined`, at any depth. */
export function withoutUndefined<Value extends Attribute | Attributes>(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(withoutUndefined) as readonly Attribute[] as Value
  const members = Object.entries(value as Attributes).flatMap(([name, member]) =>
    member === undefined ? [] : [[name, withoutUndefined(member)] as const],
  )
  return Object.fromEntries(members) as Attributes as Value
}
