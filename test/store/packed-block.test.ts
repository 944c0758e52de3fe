import { deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packBlock, unpackBlock } from '#shared/store/packed-block.ts'
import { HOUR } from '#shared/time.ts'
import { type Block, dayBlock, hourBlock, mergeMoments } from '#shared/trend/block.ts'
import { anySignatureId } from './sightings.ts'

const PROCESS = 'web-1@20260907T000000Z'
const MIDNIGHT = Date.parse('2026-09-07T00:00:00Z')

/** Blocks of an hour or a day with any gaps, made as the judge makes them, at whole seconds. */
const anyBlock: fc.Arbitrary<Block> = fc
  .record({
    empty: fc.constantFrom(hourBlock, dayBlock),
    ids: fc.uniqueArray(anySignatureId, { maxLength: 6 }),
    moments: fc.array(
      fc.record({
        second: fc.nat(86_399),
        counts: fc.array(fc.oneof(fc.nat(50), fc.nat(2 ** 31 - 1)), { minLength: 6, maxLength: 6 }),
      }),
      { maxLength: 30, size: 'max' },
    ),
  })
  .map(({ empty, ids, moments }) => {
    const block = empty(PROCESS, MIDNIGHT)
    mergeMoments(
      block,
      moments.map(({ second, counts }) => ({
        at: MIDNIGHT + second * 1_000,
        counts: new Map(ids.flatMap((id, i) => (counts[i] === undefined ? [] : [[id, counts[i]]]))),
      })),
    )
    return block
  })

/** A body after a good version byte. */
const packedOf = (body: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(1), deflateRawSync(body)])

describe('a packed block', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        expect(unpackBlock(PROCESS, packBlock(block))).toEqual(block)
      }),
    )
  })

  it('keeps the time of a snapshot to the second', () => {
    const block = hourBlock(PROCESS, MIDNIGHT)
    mergeMoments(block, [{ at: MIDNIGHT + 61_999, counts: new Map([['0123456789abcdef', 3]]) }])
    const { seenAt } = unpackBlock(PROCESS, packBlock(block))
    expect(seenAt[0]).toBe(MIDNIGHT + 61_000)
  })

  it('keeps a snapshot at the very start of a slot apart from a gap', () => {
    const block = dayBlock(PROCESS, MIDNIGHT)
    mergeMoments(block, [{ at: MIDNIGHT + HOUR, counts: new Map() }])
    expect([...unpackBlock(PROCESS, packBlock(block)).seenAt]).toEqual([...block.seenAt])
  })

  it('takes under two bytes a slot and signature where counts change little', () => {
    const block = dayBlock(PROCESS, MIDNIGHT)
    const counts = (hour: number) =>
      new Map(Array.from({ length: 60 }, (_, i) => [i.toString(16).padStart(16, '0'), i * 9 + hour] as const))
    mergeMoments(
      block,
      Array.from({ length: 24 }, (_, hour) => ({ at: MIDNIGHT + hour * HOUR, counts: counts(hour) })),
    )
    expect(packBlock(block).length).toBeLessThan(2 * 24 * 60)
  })

  it('of another version is refused by its number', () => {
    const packed = packBlock(hourBlock(PROCESS, MIDNIGHT))
    for (const version of [0, 2, 99]) {
      packed[0] = version
      expect(() => unpackBlock(PROCESS, packed)).toThrow(`packed block has version ${version};`)
    }
    expect(() => unpackBlock(PROCESS, new Uint8Array())).toThrow('version undefined')
  })

  it('that is cut anywhere is refused', () => {
    fc.assert(
      fc.property(anyBlock, fc.nat(), (block, at) => {
        const packed = packBlock(block)
        expect(() => unpackBlock(PROCESS, packed.subarray(0, at % packed.length))).toThrow(Error)
      }),
    )
  })

  it('that goes on behind its rows is refused', () => {
    fc.assert(
      fc.property(anyBlock, fc.uint8Array({ minLength: 1 }), (block, more) => {
        const body = inflateRawSync(packBlock(block).subarray(1))
        expect(() => unpackBlock(PROCESS, packedOf(Buffer.concat([body, more])))).toThrow(Error)
      }),
    )
  })

  it('that is none is refused or read, and nothing worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), fc.boolean(), (bytes, deflated) => {
        const packed = deflated ? packedOf(bytes) : Uint8Array.of(1, ...bytes)
        try {
          expect(unpackBlock(PROCESS, packed).counts.size).toBeLessThanOrEqual(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  const HUGE = [255, 255, 255, 255, 255, 255, 255, 127]
  it.each([
    ['slots', [0, 1, ...HUGE]],
    ['rows', [0, 1, 0, ...HUGE]],
  ])('of more %s than any block has is refused at once', (_, body) => {
    expect(() => unpackBlock(PROCESS, packedOf(Uint8Array.from(body)))).toThrow(Error)
  })

  it('that would inflate beyond all measure is refused', () => {
    expect(() => unpackBlock(PROCESS, packedOf(new Uint8Array(17 * 1024 * 1024)))).toThrow(Error)
  })
})
