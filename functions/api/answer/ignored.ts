import type { Reason } from '#shared/api/reason.ts'
import { REASON_HEADER } from './problem.ts'

/** Says of a success that labels were left out; beside it the header below names them. */
const LABELS_TRIMMED = 'labels-trimmed'
const TRIMMED_HEADER = 'x-tidemark-trimmed-labels'
/** Keys that the header names, and characters of each: proxies refuse heads over 4 to 8 KB. */
const NAMED_KEYS = 20
const KEY_CHARACTERS = 60

/**
 * Headers of a success for clients that read no body: why something that they sent was not kept.
 *
 * @param ignored why a profile was not kept although nothing is wrong
 * @param trimmed keys of the labels that were left out
 */
export function ignoredHeaders(
  ignored: Reason | undefined,
  trimmed: readonly string[],
): Record<string, string> {
  const reason = ignored ?? (trimmed.length === 0 ? undefined : LABELS_TRIMMED)
  const named = trimmed.slice(0, NAMED_KEYS).map((key) => key.slice(0, KEY_CHARACTERS))
  const more = trimmed.length > NAMED_KEYS ? [`and ${trimmed.length - NAMED_KEYS} more`] : []
  return {
    ...(reason === undefined ? {} : { [REASON_HEADER]: reason }),
    ...(trimmed.length === 0 ? {} : { [TRIMMED_HEADER]: [...named, ...more].join(', ') }),
  }
}

/** The same in a receipt; nothing if nothing was left out. */
export const trimmedJson = (trimmed: readonly string[]): { trimmedLabels?: readonly string[] } =>
  trimmed.length === 0 ? {} : { trimmedLabels: trimmed }
