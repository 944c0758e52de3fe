import type { KnownStack } from '#shared/cause/known-stack.ts'
import { knownStack } from '#shared/cause/known-stack.ts'
import type { StackPattern } from '#shared/cause/stack-pattern.ts'
import { signatureOf } from '#test/support/lives.ts'

/** Whether names alone make the pattern, so that a stack can be written from it. */
export const isNamed = ({
  top,
  any,
  called,
  ownLeaf,
  ownCaller,
  libraryLeaf,
  origin,
}: StackPattern): boolean =>
  (top !== undefined || any !== undefined) &&
  called === undefined &&
  ownLeaf === undefined &&
  ownCaller === undefined &&
  libraryLeaf === undefined &&
  origin === undefined

/** A function that the name of a pattern stands for. */
const nameOf = (pattern: string): string =>
  pattern
    .replace(/^\*\*\//, 'example.com/any/')
    .replace(/^\*\*\./, 'main.')
    .replaceAll('{v}', '/v2')
    .replaceAll('{n}', '1')

/** The stack that a pattern of names describes: its innermost function, or a read from the network, over all others. */
export function stackOf({ top, any = [], by, state }: StackPattern): KnownStack {
  const frames = [top?.[0] ?? 'internal/poll.runtime_pollWait', ...any.filter((name) => name !== top?.[0])]
  const creator = by?.[0] === undefined ? undefined : nameOf(by[0])
  const states = new Map(state?.[0] === undefined ? [] : [[state[0], 3]])
  return knownStack(signatureOf(frames.map(nameOf), { creator }), { states })
}
