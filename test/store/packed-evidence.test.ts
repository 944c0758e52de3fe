import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packEvidence, unpackEvidence } from '#shared/store/packed-evidence.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { anySightings, anySignatureId } from './sightings.ts'

const PROCESS = 'web-1@20260907T000000Z'

/** Whole seconds, until the year 2100. */
const anyTime = fc.nat(4_102_444_800).map((second) => second * 1_000)
const anyLeaked = fc
  .uniqueArray(fc.tuple(anySignatureId, fc.integer({ min: 1, max: 2 ** 40 })), {
    selector: ([id]) => id,
    maxLength: 6,
  })
  .map((all) => new Map(all))

const anyEvidence: fc.Arbitrary<ProcessEvidence> = fc.record({
  process: fc.constant(PROCESS),
  dumps: fc.array(fc.record({ at: anyTime, sightings: anySightings }), { maxLength: 6 }),
  proofs: fc.array(fc.record({ at: anyTime, leaked: anyLeaked }), { maxLength: 24 }),
})

describe('packed evidence', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        expect(unpackEvidence(PROCESS, packEvidence(evidence))).toEqual(evidence)
      }),
    )
  })

  it('keeps times to the second', () => {
    const packed = packEvidence({ process: PROCESS, dumps: [{ at: 61_999, sightings: [] }], proofs: [] })
    expect(unpackEvidence(PROCESS, packed).dumps).toEqual([{ at: 61_000, sightings: [] }])
  })

  it('of another version is refused by its number', () => {
    const packed = packEvidence({ process: PROCESS, dumps: [], proofs: [] })
    for (const version of [0, 2, 99]) {
      packed[0] = version
      expect(() => unpackEvidence(PROCESS, packed)).toThrow(`packed evidence has version ${version};`)
    }
    expect(() => unpackEvidence(PROCESS, new Uint8Array())).toThrow(Error)
  })

  it('that is cut anywhere, or goes on, is refused', () => {
    fc.assert(
      fc.property(anyEvidence, fc.nat(), fc.uint8Array({ minLength: 1 }), (evidence, at, more) => {
        const packed = packEvidence(evidence)
        expect(() => unpackEvidence(PROCESS, packed.subarray(0, at % packed.length))).toThrow(Error)
        expect(() => unpackEvidence(PROCESS, Buffer.concat([packed, more]))).toThrow(Error)
      }),
    )
  })

  it('that is none is refused or read, and nothing worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
        try {
          const { dumps, proofs } = unpackEvidence(PROCESS, Uint8Array.of(1, ...bytes))
          expect(dumps.length + proofs.length).toBeLessThanOrEqual(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  const HUGE = [255, 255, 255, 255, 7]
  it.each([
    ['dumps', HUGE],
    ['proofs', [0, ...HUGE]],
    ['leaks in a proof', [0, 1, 9, ...HUGE]],
  ])('of more %s than bytes is refused at once', (_, body) => {
    const began = performance.now()
    expect(() => unpackEvidence(PROCESS, Uint8Array.of(1, ...body))).toThrow(Error)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
