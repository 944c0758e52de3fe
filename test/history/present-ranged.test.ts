import { describe, expect, it } from 'vitest'
import { presentRanged } from '#shared/history/present-ranged.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { idOf, MONDAY, snapshotOf } from './service.ts'

type Facts = Parameters<typeof snapshotOf>[1]

/** A snapshot of goroutines of which so many range over a channel; undefined where it cannot tell. */
function ranging(minute: number, ranged: number | undefined, more: Facts = {}): Snapshot {
  const { snapshot } = snapshotOf([MONDAY + minute * MINUTE, { leak: 9 }], more)
  if (ranged === undefined) return snapshot
  return { ...snapshot, sightings: snapshot.sightings.map((sighting) => ({ ...sighting, ranged })) }
}

describe('presentRanged', () => {
  const other = { instance: 'checkout-2' }

  it.each<{ name: string; give: Snapshot[]; want: number | undefined }>([
    {
      name: 'adds up the newest of each process',
      give: [ranging(0, 5), ranging(0, 3, other), ranging(1, 6)],
      want: 9,
    },
    {
      name: 'does not see in which order they come',
      give: [ranging(1, 6), ranging(0, 3, other), ranging(0, 5)],
      want: 9,
    },
    {
      name: 'is not moved by a text dump, which cannot tell',
      give: [ranging(0, 5), ranging(1, undefined, { debug: 2 })],
      want: 5,
    },
    {
      name: 'is not moved by a profile of leaks alone',
      give: [ranging(0, 5), ranging(1, 2, { type: 'goroutineleak' })],
      want: 5,
    },
    { name: 'knows of none where all receive plainly', give: [ranging(0, 0)], want: 0 },
    { name: 'knows nothing where no snapshot tells', give: [ranging(0, undefined)], want: undefined },
    { name: 'knows nothing without a snapshot', give: [], want: undefined },
    {
      name: 'forgets a process that was silent for two hours, as its states are forgotten',
      give: [ranging(0, 5), ranging((2 * HOUR) / MINUTE, 7, other)],
      want: 7,
    },
    {
      name: 'takes no snapshot that was cut',
      give: [ranging(0, 5), ranging(1, 1, { partial: true })],
      want: 5,
    },
  ])('$name', ({ give, want }) => {
    expect(presentRanged(give).get(idOf('leak'))).toBe(want)
  })
})
