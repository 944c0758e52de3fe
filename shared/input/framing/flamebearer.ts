/**
 * Writes a flame graph of Pyroscope as folded stacks, the root first: `main.main;main.ask 12`
 * (https://github.com/grafana/pyroscope, pkg/og/structs/flamebearer: levels of offset, total, self and name).
 */

import { listOf, memberOf, parsedLeniently } from './lenient-json.ts'
import type { Line } from './line.ts'

/** Where the name of the member stands in files of its own and in answers of `/pyroscope/render`. */
const SEEN = 4_096
/** Numbers of one box. A graph that compares two times has seven, and no stacks of one time. */
const NUMBERS = 4
/** Pyroscope writes at most 16,384 boxes unless asked for more. */
const MOST_BOXES = 1_000_000

interface Box {
  /** Where it begins and ends, from the left of the graph. */
  readonly from: number
  readonly to: number
  readonly stack: readonly string[]
}

/** Undefined where the text is no such file. */
export function flamebearerLines(text: string, first: number): Line[] | undefined {
  if (!text.slice(0, SEEN).includes('"flamebearer"') && !text.slice(-SEEN).includes('"flamebearer"'))
    return undefined
  const graph = memberOf(parsedLeniently(text)?.value, 'flamebearer')
  const names = listOf(memberOf(graph, 'names')).map((name) => String(name).replaceAll(';', ':'))
  const lines: Line[] = []
  let parents: readonly Box[] = [{ from: 0, to: Number.POSITIVE_INFINITY, stack: [] }]
  let left = MOST_BOXES
  for (const level of listOf(memberOf(graph, 'levels'))) {
    const numbers = listOf(level).map(Number)
    left -= numbers.length / NUMBERS
    if (numbers.length % NUMBERS !== 0 || left < 0) return undefined
    const boxes: Box[] = []
    let parent = 0
    let at = 0
    for (let i = 0; i < numbers.length; i += NUMBERS) {
      const [offset = 0, total = 0, self = 0, name = 0] = numbers.slice(i, i + NUMBERS)
      const from = at + offset
      at = from + total
      while (parent < parents.length - 1 && (parents[parent]?.to ?? 0) <= from) parent++
      const stack = [...(parents[parent]?.stack ?? []), names[name] ?? '']
      boxes.push({ from, to: at, stack })
      // The lowest box stands for the whole graph.
      if (self > 0 && stack.length > 1)
        lines.push({
          text: `${stack.slice(1).join(';')} ${self}`,
          number: first,
          time: undefined,
          source: undefined,
        })
    }
    parents = boxes
  }
  return lines.length > 0 ? lines : undefined
}
