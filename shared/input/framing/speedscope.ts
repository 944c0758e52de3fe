/**
 * Writes the samples of a speedscope file as folded stacks, the root first: `main.main;main.ask 12`
 * (https://www.speedscope.app/file-format-schema.json, SampledProfile and EventedProfile).
 */

import { listOf, memberOf, parsedLeniently } from './lenient-json.ts'
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
    const sampled = listOf(memberOf(profile, 'samples')).map(
      (stack, i): Weighed => ({
        stack: listOf(stack),
        weight: weights[i] ?? 1,
      }),
    )
    return [...sampled, ...evented(listOf(memberOf(profile, 'events')))].map(({ stack, weight }) => ({
      text: `${stack.map((frame) => names[Number(frame)] ?? '').join(';')} ${weight}`,
      number: first,
      time: undefined,
      source: undefined,
    }))
  })
  return lines.length > 0 ? lines : undefined
}

interface Weighed {
  /** Numbers of frames, the root first. */
  readonly stack: readonly unknown[]
  readonly weight: unknown
}

/** Stacks of frames that open and close: the distance between two events is the weight of what was open. */
function evented(events: readonly unknown[]): Weighed[] {
  const stacks: Weighed[] = []
  const open: unknown[] = []
  let last = 0
  for (const event of events) {
    const at = Number(memberOf(event, 'at'))
    if (open.length > 0 && at > last) stacks.push({ stack: [...open], weight: at - last })
    last = at
    if (memberOf(event, 'type') === 'O') open.push(memberOf(event, 'frame'))
    else open.pop()
  }
  return stacks
}
