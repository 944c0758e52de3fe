import type { Signature as SignatureAnswer } from '#shared/api/answers/signature.ts'
import type { AnswerOf } from '../api.ts'

/** Which stacks have one name, and in which frame do they differ? */

export type Signature = AnswerOf<typeof SignatureAnswer>

/** A stack in a group. */
export interface GroupedStack {
  readonly signature: Signature
  /** The first frames, from the leaf, by which it differs from the others; undefined where it is alone. */
  readonly differs: string | undefined
}

/** Stacks of one name. */
export interface StackGroup {
  readonly name: string
  readonly stacks: readonly GroupedStack[]
  /** Of all together: goroutines, low water, the pace of the fastest, levels. */
  readonly count: number
  readonly lowWater: number
  readonly perHour: number
  readonly levels: readonly number[]
}

/** The program's own frame nearest to the leaf, or the leaf. */
export const placeOf = ({
  ownCode,
  entry,
  frames,
}: Pick<Signature, 'ownCode' | 'entry' | 'frames'>): string => ownCode ?? entry ?? frames[0] ?? 'unknown'

/** Groups in the order of their first stack; those in which nothing stands now apart. */
export function groupsOf(signatures: readonly Signature[]): {
  readonly active: readonly StackGroup[]
  readonly idle: readonly Signature[]
} {
  const active = signatures.filter(({ count }) => count > 0)
  const groups = [...Map.groupBy(active, placeOf)].map(([name, some]) => groupOf(name, some))
  return { active: groups, idle: signatures.filter(({ count }) => count === 0) }
}

function groupOf(name: string, some: readonly Signature[]): StackGroup {
  const labels = some.length < 2 ? [] : differences(some.map(({ frames }) => frames))
  return {
    name,
    stacks: some.map((signature, i) => ({ signature, differs: labels[i] })),
    count: some.reduce((sum, { count }) => sum + count, 0),
    lowWater: some.reduce((sum, { lowWater }) => sum + lowWater, 0),
    perHour: some.reduce((most, { perHour }) => Math.max(most, perHour), 0),
    levels: (some[0]?.levels ?? []).map((_, i) =>
      some.reduce((sum, { levels }) => sum + (levels[i] ?? 0), 0),
    ),
  }
}

/** Where a stack ends that another one goes on from. */
const END = 'its end'
/** Frames that a label may name. */
const MOST_FRAMES = 3

/**
 * For each stack the first frame, from the leaf, in which not all are alike; where some are still alike by it, the next
 * one that parts those.
 *
 * Example output: `net/http.(*Transport).dialConn`, `database/sql.(*DB).connectionOpener › main.open`.
 */
export function differences(stacks: readonly (readonly string[])[]): string[] {
  const labels: string[][] = stacks.map(() => [])
  const part = (some: readonly number[], from: number): void => {
    const longest = Math.max(...some.map((i) => stacks[i]?.length ?? 0))
    let at = from
    while (at < longest && new Set(some.map((i) => stacks[i]?.[at])).size < 2) at++
    if (at >= longest) return
    for (const alike of Map.groupBy(some, (i) => stacks[i]?.[at] ?? END).values()) {
      for (const i of alike) labels[i]?.push(stacks[i]?.[at] ?? END)
      if (alike.length > 1 && (labels[alike[0] ?? 0]?.length ?? 0) < MOST_FRAMES) part(alike, at + 1)
    }
  }
  part([...stacks.keys()], 0)
  return labels.map((frames) => frames.join(' › '))
}
