/** Reads a JSON value of which nobody knows that it is whole, or what it holds. */

import { getNodeValue, parseTree } from 'jsonc-parser'

/** The value at the start of a text, as far as it goes, and its length; undefined where none is there. */
export function parsedLeniently(
  text: string,
): { readonly value: unknown; readonly length: number } | undefined {
  try {
    const node = parseTree(text)
    return node === undefined ? undefined : { value: getNodeValue(node), length: node.length }
  } catch (error) {
    // Arrays in arrays, deeper than the stack of calls.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** A member of a value that may be no object. */
export const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined

/** The items of a list; none of what is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
