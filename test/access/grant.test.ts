import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admitToken, allows, covers, type Grant, isLive, isWithin, type Scope } from '#shared/access/grant.ts'
import { Rejection } from '#shared/api/reason.ts'
import { DAY } from '#shared/time.ts'

const NOW = Date.parse('2026-09-07T08:30:00Z')
const SCOPES: readonly Scope[] = ['push', 'read', 'admin']
const ADMIN: Grant = { scopes: ['admin'], expiresAt: undefined, servicePrefix: undefined }

const anyGrant: fc.Arbitrary<Grant> = fc.record({
  scopes: fc.subarray([...SCOPES], { minLength: 1 }),
  expiresAt: fc.option(fc.integer({ min: NOW + 1, max: NOW + DAY }), { nil: undefined }),
  servicePrefix: fc.option(fc.constantFrom('a', 'ab', 'abc', 'b'), { nil: undefined }),
})
const anyService = fc.constantFrom('a', 'ab', 'abc', 'abcd', 'b', 'ba', 'c')

function refusalOf(act: () => void): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a token that another one makes', () => {
  test('allows nothing at any time that its maker does not', () => {
    const anyTime = fc.integer({ min: NOW, max: NOW + 2 * DAY })
    fc.assert(
      fc.property(anyGrant, anyGrant, anyService, anyTime, (maker, wanted, service, at) => {
        if (refusalOf(() => admitToken({ ...wanted, name: 'a' }, maker, NOW)) !== undefined) return
        if (covers(wanted, service)) expect(covers(maker, service)).toBe(true)
        if (isLive(wanted, at)) expect(isLive(maker, at)).toBe(true)
        for (const scope of SCOPES) if (allows(wanted, scope)) expect(allows(maker, scope)).toBe(true)
      }),
    )
  })

  test('may allow the same as its maker, and is refused as forbidden where it were wider', () => {
    fc.assert(
      fc.property(anyGrant, anyGrant, (maker, wanted) => {
        admitToken({ ...maker, name: 'a' }, maker, NOW)
        const refusal = refusalOf(() => admitToken({ ...wanted, name: 'a' }, maker, NOW))
        if (!isWithin(wanted, maker)) expect(refusal).toMatchObject({ reason: 'forbidden' })
      }),
    )
  })

  test.each([
    ['an empty name', { name: '' }],
    ['a name of spaces', { name: '  ' }],
    ['a name that moves the cursor of a terminal', { name: 'a\u001b[2J' }],
    ['a name of two lines', { name: 'a\nb' }],
    ['a name of 101 characters', { name: 'a'.repeat(101) }],
    ['an empty prefix', { servicePrefix: '' }],
    ['a prefix that no service begins with', { servicePrefix: 'team a' }],
    ['a prefix of 201 characters', { servicePrefix: 'a'.repeat(201) }],
    ['an end that is now', { expiresAt: NOW }],
    ['an end in more than ten years', { expiresAt: NOW + 3_650 * DAY + 1 }],
    ['the same scope twice', { scopes: ['push', 'push'] as const }],
  ])('has not %s', (_, more) => {
    const refusal = refusalOf(() => admitToken({ ...ADMIN, name: 'a', ...more }, ADMIN, NOW))
    expect(refusal).toBeInstanceOf(Rejection)
    expect(refusal).toMatchObject({ reason: 'bad-parameter' })
  })

  test('names in its refusal what was allowed and what was asked for', () => {
    const maker: Grant = { ...ADMIN, servicePrefix: 'team-a/' }
    expect(() => admitToken({ ...ADMIN, name: 'a' }, maker, NOW)).toThrow(
      'this one has the scope admin for services that begin with team-a/, and was asked for the scope admin for all services',
    )
    const ending: Grant = { ...ADMIN, expiresAt: NOW + DAY }
    expect(refusalOf(() => admitToken({ ...ADMIN, name: 'a' }, ending, NOW))).toMatchObject({
      reason: 'forbidden',
      limit: '2026-09-08T08:30:00.000Z',
      actual: 'never',
    })
  })
})
