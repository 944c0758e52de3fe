import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_WORDS } from '#shared/goroutine/roster.ts'
import { packedAt, packObservations, unpackObservations } from '#shared/store/packed-observations.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import { recorded } from '#test/survivor/recorded.ts'

const individual = fc.record({
  id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  words: fc.nat(0xffff),
  origin: fc.nat(0xffff_ffff),
  place: fc.nat(255),
})
const observations: fc.Arbitrary<Observation[]> = fc
  .uniqueArray(
    fc.record({
      seconds: fc.integer({ min: 0, max: 4e9 }),
      isCut: fc.boolean(),
      hasPlaces: fc.boolean(),
      newest: fc.nat(2 ** 31),
      stacks: fc.dictionary(
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
        fc.record({
          level: fc.nat(20),
          rows: fc.uniqueArray(individual, { selector: ({ id }) => id, maxLength: 20 }),
        }),
        { maxKeys: 4 },
      ),
    }),
    { selector: ({ seconds }) => seconds, maxLength: 8 },
  )
  .map((dumps) =>
    dumps.map(({ seconds, isCut, hasPlaces, newest, stacks }) => ({
      at: seconds * 1000,
      isCut,
      newest,
      stacks: Object.entries(stacks).map(([signature, { level, rows }]) => {
        const sorted = rows.toSorted((a, b) => a.id - b.id)
        return {
          signature,
          level,
          ids: sorted.map(({ id }) => id),
          words: sorted.map(({ words }) => words),
          origins: sorted.map(({ origin }) => origin),
          places: hasPlaces ? sorted.map(({ place }) => place) : undefined,
        }
      }),
    })),
  )

/** Stacks in one order: packed they stand in that of their first dump. */
const inOrder = (all: readonly Observation[]): Observation[] =>
  all.map((one) => ({ ...one, stacks: one.stacks.toSorted((a, b) => (a.signature < b.signature ? -1 : 1)) }))

describe('packed observations', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(observations, (all) => {
        expect(inOrder(unpackObservations(packObservations(all)))).toEqual(inOrder(all))
      }),
    )
  })

  it('of one dump are told of another time without being read', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 0, max: 4e9 }), ([one], seconds) => {
        fc.pre(one !== undefined)
        const at = seconds * 1000
        const [told] = unpackObservations(packedAt(packObservations([{ ...one, at: 0 }]), at))
        expect(told).toEqual(unpackObservations(packObservations([{ ...one, at }]))[0])
      }),
    )
  })

  it('that are cut are refused, not read halfway', () => {
    fc.assert(
      fc.property(observations, fc.nat(), (all, where) => {
        const packed = packObservations(all)
        expect(() => unpackObservations(packed.subarray(0, where % packed.length))).toThrow()
      }),
    )
  })

  it('of version 1 tell no argument words, which other dumps tell in another way', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const packed = packObservations(all)
        packed[0] = 1
        const silent = all.map((one) => ({
          ...one,
          stacks: one.stacks.map((stack) => ({ ...stack, words: stack.words.map(() => NO_WORDS) })),
        }))
        expect(inOrder(unpackObservations(packed))).toEqual(inOrder(silent))
      }),
    )
  })

  it('of a later version are named', () => {
    expect(() => unpackObservations(Uint8Array.of(9))).toThrow('version 9')
  })

  it('take some bytes for each individual, however many dumps have it', async () => {
    const { observations: all } = await recorded('tenant-workers')
    const individuals = new Set(
      all.flatMap(({ stacks }) =>
        stacks.flatMap(({ signature, ids }) => ids.map((id) => `${signature} ${id}`)),
      ),
    )
    expect(packObservations(all).length).toBeLessThan(16 * individuals.size + 40 * all.length)
  })
})
