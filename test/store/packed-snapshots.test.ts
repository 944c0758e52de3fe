import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  packSnapshots,
  type SlottedSnapshot,
  unpackHeads,
  unpackSnapshots,
} from '#shared/store/packed-snapshots.ts'
import { MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'
import { anySightings } from './sightings.ts'

const START = NOW - (NOW % MINUTE)

/** Snapshots as the rows of one batch have them. */
const anySnapshots: fc.Arbitrary<SlottedSnapshot[]> = fc
  .array(fc.record({ sightings: anySightings, partial: fc.boolean(), late: fc.nat(MINUTE - 1) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) =>
    all.map(({ sightings, partial, late }, i) => {
      const slot = START + i * MINUTE
      const total = sightings.reduce((sum, { count }) => sum + count, 0)
      const sha256 = i.toString(16).padStart(16, '0')
      const facts = { id: 'unused', process: 'pod-1', type: 'goroutine', debug: 0, source: 'batch' } as const
      return { slot, snapshot: { ...facts, at: slot + late, total, partial, sha256, sightings } }
    }),
  )

test('snapshots come back as they were, and the same ones give the same bytes', () => {
  const property = fc.property(anySnapshots, (snapshots) => {
    const packed = packSnapshots(snapshots, START)
    const back = unpackSnapshots(packed, START)
    expect(back.map(({ slot }) => slot)).toEqual(snapshots.map(({ slot }) => slot))
    expect(back.map(({ snapshot }) => snapshot.total)).toEqual(
      snapshots.map(({ snapshot }) => snapshot.total),
    )
    expect(unpackHeads(packed, START).map(({ at }) => at)).toEqual(
      snapshots.map(({ snapshot }) => snapshot.at),
    )
    expect(packSnapshots(structuredClone(snapshots), START)).toEqual(packed)
  })
  fc.assert(property)
})

test('of a SHA-256 enough is kept to know the same body again', () => {
  const property = fc.property(anySnapshots, (snapshots) => {
    for (const [i, { snapshot }] of unpackSnapshots(packSnapshots(snapshots, START), START).entries())
      expect(snapshots[i]?.snapshot.sha256.startsWith(snapshot.sha256)).toBe(true)
  })
  fc.assert(property)
})
