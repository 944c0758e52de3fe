import { nameMatcher } from './name-pattern.ts'
import { isNamed, type StackPattern } from './stack-pattern.ts'

/** Something that the catalogue knows by patterns. */
interface Matched {
  readonly match: readonly StackPattern[]
}

/** Functions of which it is kept in mind which names they go by: those of several large programs. */
const MOST_REMEMBERED = 50_000

/**
 * Finds, of many entries, those that could fit a stack by the functions that it names, in their order: all others cannot.
 * A stack is compared with the names of the whole catalogue once for each function that was not met before.
 */
export function entriesByName<Entry extends Matched>(
  entries: readonly Entry[],
): (frames: readonly string[]) => Entry[] {
  /** Name → places of the entries that ask for it. */
  const asking = new Map<string, Set<number>>()
  const always: number[] = []
  for (const [place, { match }] of entries.entries()) {
    if (!match.every(isNamed)) always.push(place)
    for (const { top, any = [] } of match)
      for (const name of top ?? any.slice(0, 1)) asking.set(name, (asking.get(name) ?? new Set()).add(place))
  }
  const matches = nameMatcher([...asking.keys()])
  const known = new Map<string, readonly number[]>()
  const placesOf = (frame: string): readonly number[] => {
    const found = known.get(frame)
    if (found !== undefined) return found
    const made = matches(frame).flatMap((name) => [...(asking.get(name) ?? [])])
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(frame, made)
    return made
  }
  return (frames) => {
    const places = new Set([...always, ...frames.flatMap(placesOf)])
    return [...places].sort((a, b) => a - b).map((place) => entries[place] as Entry)
  }
}
