/**
 * Writes the samples of a speedscope file as folded stacks, the root first: `main.main;main.ask 12`
 * (https://www.speedscope.app/file-format-schema.json, SampledProfile).
 */

import { memberOf, parsedLeniently } from './lenient-json.ts'
import type { Line } from './line.ts'

const SCHEMA = 'speedscope.app/file-format-schema.json'

/** The schema stands at the beginning or, in files of some exporters, at the end. */
const SEEN = 4_096

/** Undefined where the text is no such file. */
export function speedscopeLines(text: string, first: number): Line[] | undefined {
  if (!text.slice(0, SEEN).includes(SCHEMA) && !text.slice(-SEEN).includes(SCHEMA)) return undefined
  const file = parsedLeniently(text)?.value
  const names = listOf(memberOf(memberOf(file, 'shared'), 'frames')).map((frame) =>
    String(memberOf(frame, 'name') ?? '').replaceAll(';', ':'),
  )
  const lines = listOf(memberOf(file, 'profiles')).flatMap((profile) => {
    const weights = listOf(memberOf(profile, 'weights'))
    return listOf(memberOf(profile, 'samples')).map((stack, i) => ({
      text: `${listOf(stack)
        .map((frame) => names[Number(frame)] ?? '')
        .join(';')} ${weights[i] ?? 1}`,
      number: first,
      time: undefined,
      source: undefined,
    }))
  })
  return lines.length > 0 ? lines : undefined
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
