import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packSightings, unpackSightings } from '#shared/store/packed-sightings.ts'
import { group, signOne } from '../signature/stack-group.ts'
import { anySightings } from './sightings.ts'

const RANGE = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', 'main.worker', 'main.main']

describe('goroutines in a receive of two results', () => {
  it('come back from a packed row: known, known to be none, and not known', () => {
    fc.assert(
      fc.property(
        anySightings,
        fc.array(fc.option(fc.nat(2 ** 31 - 1), { nil: undefined })),
        (all, numbers) => {
          const ranged = all.map((sighting, i) => {
            const number = numbers[i]
            return number === undefined ? sighting : { ...sighting, ranged: number }
          })
          expect(unpackSightings(packSightings(ranged))).toEqual(ranged)
        },
      ),
    )
  })

  it('take two bytes at most where they are few, and none where they are not known', () => {
    const { signature, count, leaked, states, ages, labelKeys } = signOne(group(RANGE, 90))
    const known = { signature, count, leaked, states, ages, labelKeys }
    const bytes = packSightings([known]).length
    expect(packSightings([{ ...known, ranged: 90 }]).length - bytes).toBeLessThanOrEqual(2)
  })
})
