import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packQuiet, unpackQuiet } from '#shared/store/packed-quiet.ts'
import type { Quiet } from '#shared/verdict/model/quiet.ts'

const stack = fc.record({
  signature: fc.string({ minLength: 16, maxLength: 16 }),
  verdict: fc.constantFrom<Quiet[]>('stable', 'stepped', 'intended', 'watch'),
  why: fc.string({ unit: 'binary', maxLength: 200 }),
  leaf: fc.string({ unit: 'binary' }),
  ownCode: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
  entry: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
})

describe('packed quiet stacks', () => {
  it('come back as they were, and the same ones give the same bytes', () => {
    const property = fc.property(fc.array(stack, { maxLength: 30 }), fc.nat(), (stacks, stable) => {
      const packed = packQuiet({ counts: { stable }, stacks })
      expect(unpackQuiet(packed)).toEqual({ counts: { stable }, stacks })
      expect(packQuiet({ counts: { stable }, stacks: structuredClone(stacks) })).toEqual(packed)
    })
    fc.assert(property)
  })

  it('that are longer than a row may be lose their last', () => {
    const long = { verdict: 'watch' as const, leaf: 'main.a', ownCode: undefined, entry: undefined }
    const stacks = Array.from({ length: 200 }, (_, i) => ({
      ...long,
      signature: i.toString(16).padStart(16, '0'),
      why: Array.from({ length: 500 }, (_, k) =>
        String.fromCodePoint(0x4e00 + ((i * 7919 + k * 104_729) % 20_000)),
      ).join(''),
    }))
    const packed = packQuiet({ counts: { watch: 200 }, stacks })
    expect(packed.length).toBeLessThan(100_000)
    const { stacks: kept, counts } = unpackQuiet(packed)
    expect(kept.length).toBeGreaterThan(50)
    expect(kept).toEqual(stacks.slice(0, kept.length))
    expect(counts).toEqual({ watch: 200 })
  })

  it('of a later version are refused by naming it', () => {
    const packed = packQuiet({ counts: {}, stacks: [] })
    packed[0] = 2
    expect(() => unpackQuiet(packed)).toThrow('packed quiet stacks have version 2; this program reads 1')
  })
})
