/**
 * Labels of CockroachDB's `debug=3`: profile.proto with one sample for each goroutine, taken without stopping the world.
 * Source: cockroachdb/go src/runtime/pprof/pprof.go, CockroachDB 26.1.
 */

import { textOf } from './byte-text.ts'
import type { PprofTable } from './pprof-table.ts'

const LABELS = {
  'go::goroutine': 'id',
  'go::goroutine_created_by': 'createdBy',
  'go::goroutine_state': 'state',
  'go::goroutine_wait_minutes': 'minutes',
} as const
type GoroutineLabel = (typeof LABELS)[keyof typeof LABELS]

const SHORTEST = 'go::goroutine'.length
const LONGEST = 'go::goroutine_wait_minutes'.length

/** Index in the string table → what a label of that key tells; undefined where no goroutine may have an id. */
export function goroutineLabelsOf({
  bytes,
  strings,
}: PprofTable): ReadonlyMap<number, GoroutineLabel> | undefined {
  const found = new Map<number, GoroutineLabel>()
  for (let i = 0; i + 1 < strings.length; i += 2) {
    const [start = 0, end = 0] = [strings[i], strings[i + 1]]
    if (end - start < SHORTEST || end - start > LONGEST || bytes[start + 2] !== 0x3a) continue
    const label = LABELS[textOf(bytes, start, end) as keyof typeof LABELS]
    if (label !== undefined) found.set(i / 2, label)
  }
  return [...found.values()].includes('id') ? found : undefined
}

/** What the labels of one sample tell; 0 and undefined where they do not. */
export class GoroutineSample {
  id = 0
  createdBy = 0
  minutes = 0
  /** Index in the string table. */
  state: number | undefined

  clear(): void {
    this.id = 0
    this.createdBy = 0
    this.minutes = 0
    this.state = undefined
  }

  take(label: GoroutineLabel, text: number, value: number): void {
    if (label === 'state') this.state = text
    else if (value > 0) this[label] = value
  }
}
