/** Which groups wait for one another in a ring that nothing leaves. */

import type { Candidate } from './evidence.ts'
import type { Waiters } from './group.ts'

/** A group with those who may hold what it waits for. */
export interface HeldGroup {
  readonly group: Waiters
  readonly candidates: readonly Candidate[]
}

/**
 * The groups that wait for ever if those taken for holders are: all of them wait in such a group themselves.
 *
 * Anybody may signal a `Cond`, and whoever merely calls the method that waits may hold nothing: these close no ring. It is
 * the largest set of its kind, found by taking away every group that somebody outside of the set may free.
 */
export function deadlocked(groups: readonly HeldGroup[]): Set<HeldGroup> {
  const waitsIn = new Map<number, HeldGroup>()
  for (const held of groups) for (const { individual } of held.group.waits) waitsIn.set(individual.id, held)
  const mayClose = ({ group, candidates }: HeldGroup): boolean =>
    group.primitive !== 'sync.Cond' && candidates.some(({ evidence }) => evidence !== 'caller')
  const closed = new Set(groups.filter(mayClose))
  const freedBy = new Map<HeldGroup, Set<HeldGroup>>()
  const open: HeldGroup[] = groups.filter((held) => !mayClose(held))
  for (const held of closed) {
    for (const { individual } of held.candidates) {
      const next = waitsIn.get(individual.id)
      if (next === undefined) open.push(held)
      else freedBy.set(next, (freedBy.get(next) ?? new Set()).add(held))
    }
  }
  for (let held = open.pop(); held !== undefined; held = open.pop()) {
    closed.delete(held)
    for (const before of freedBy.get(held) ?? []) if (closed.has(before)) open.push(before)
  }
  return closed
}

/** From a deadlocked group along its likeliest holders to the one that comes again: the ring itself. */
export function ringOf(
  from: HeldGroup,
  closed: ReadonlySet<HeldGroup>,
): { held: HeldGroup; by: Candidate }[] {
  const waitsIn = new Map<number, HeldGroup>()
  for (const held of closed) for (const { individual } of held.group.waits) waitsIn.set(individual.id, held)
  const path: { held: HeldGroup; by: Candidate }[] = []
  for (let held: HeldGroup | undefined = from; held !== undefined; ) {
    const by: Candidate | undefined = held.candidates[0]
    if (by === undefined) return []
    const again = path.findIndex((step) => step.held === held)
    if (again >= 0) return path.slice(again)
    path.push({ held, by })
    held = waitsIn.get(by.individual.id)
  }
  return []
}
