import type { ProcessesAnswer } from './finding-answer.ts'
import { type Axes, axesOf, type Points, timed } from './multiple.ts'
import { type Compared, type ComparedSide, startOf } from './sides.ts'

/** How do two sides look when they are laid over one another, each process from its start? */

export interface Overlay {
  /** Of each side a line for each process that has one, by the time since its start. */
  readonly lines: readonly [readonly Points[], readonly Points[]]
  readonly axes: Axes
}

/** Undefined where a side has no line: its processes are not in the answer, or were seen once. */
export function overlayOf(answer: ProcessesAnswer, [left, right]: Compared): Overlay | undefined {
  const lines = [linesOf(answer, left), linesOf(answer, right)] as const
  if (lines.some(({ length }) => length === 0)) return undefined
  return { lines, axes: { ...axesOf(lines.flat()), from: 0 } }
}

const linesOf = ({ processes }: ProcessesAnswer, { holds }: ComparedSide): readonly Points[] =>
  processes
    .filter((process) => holds(process) && process.points.length > 1)
    .map((process) =>
      // A point stands for a step that may begin before the process did.
      timed(process.points).map(({ at, count }) => ({ at: Math.max(0, at - startOf(process)), count })),
    )
