import type { Operation } from '#shared/api/operation.ts'
import { OPERATIONS } from '#shared/api/operations.ts'
import { callOf, type Example } from '#test/support/examples.ts'
import type { Instead } from './tricks.ts'

const written = (value: string, isRaw: boolean): string =>
  isRaw && /^[\w.~!$&'()*+,;=:@%/\\-]+$/.test(value) ? value : encodeURIComponent(value.toWellFormed())

/** A parameter of an operation. */
export interface Parameter {
  readonly operation: Operation
  readonly where: 'path' | 'query'
  readonly name: string
}

export const PARAMETERS: readonly Parameter[] = OPERATIONS.flatMap((operation) => [
  ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    operation,
    where: 'path' as const,
    name,
  })),
  ...Object.keys(operation.query?.entries ?? {}).map((name) => ({
    operation,
    where: 'query' as const,
    name,
  })),
])

/** The call of an operation with one parameter changed. @param isRaw sent as a person types it, where a URL allows that */
export function changedCall(
  example: Example,
  { operation, where, name }: Parameter,
  change: Instead,
  isRaw: boolean,
) {
  const { path, ...init } = callOf(operation, example)
  const [named = '', query = ''] = path.split('?', 2)
  if (where === 'query') {
    const parameters = new URLSearchParams(query)
    const right = parameters.get(name) ?? (name === 'service' ? example.service : '')
    parameters.set(name, change(right).toWellFormed())
    return { path: `${named}?${parameters}`, ...init }
  }
  const rights = named.split('/')
  const places = operation.path.split('/')
  const changed = places.map((place, i) => {
    const ending = /\}(.*)$/.exec(place)?.[1] ?? ''
    const right = decodeURIComponent(rights[i] ?? '').slice(0, ending === '' ? undefined : -ending.length)
    return place.startsWith(`{${name}}`) ? written(change(right), isRaw) + ending : (rights[i] ?? '')
  })
  return { path: `${changed.join('/')}?${query}`, ...init }
}
