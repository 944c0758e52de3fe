import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureId } from '#shared/signature/signature.ts'

describe('the id of a signature', () => {
  it('knows where one name ends and the next begins, whatever the names', () => {
    const anyPart = fc.oneof(fc.stringMatching(/^[0-9]{0,2}:?[0-9:ab]{0,3}$/), fc.string())
    const anyList = fc.array(anyPart, { maxLength: 5 })
    fc.assert(
      fc.property(anyList, anyList, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        expect(signatureId(one)).not.toBe(signatureId(other))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    [['ab'], ['a', 'b']],
    [
      ['a', 'bc'],
      ['ab', 'c'],
    ],
    [['a1:b'], ['a', 'b']],
    [['1:a'], ['a']],
    [[], ['']],
    [[''], ['', '']],
    [['ü'], ['u']],
  ])('tells %j from %j', (one, other) => {
    expect(signatureId(one)).not.toBe(signatureId(other))
  })

  it('is 16 hex digits that stay the same for ever: rows are found by them', () => {
    expect(signatureId(['main.worker'])).toBe('1522d919170fd653')
    expect(signatureId(['sync.(*Mutex).Lock', 'main.(*store).locked'])).toBe('aa91a9873f5b2cc0')
  })
})
