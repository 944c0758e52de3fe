import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, groupsOf, type Signature } from '#ui/service/stack-groups.ts'

const signature = (id: string, frames: readonly string[], more: Partial<Signature> = {}): Signature => ({
  id,
  frames: [...frames],
  entry: frames.at(-1) ?? null,
  ownCode: null,
  creator: null,
  count: 1,
  lowWater: 1,
  perHour: 0,
  levels: [1, 2],
  states: {},
  firstSeen: { service: 'shop', at: '2026-05-01T00:00:00Z' },
  ...more,
})

describe('stacks of one name', () => {
  test('are told apart by the first frame, from the leaf, in which they differ', () => {
    expect(
      differences([
        ['gopark', 'read', 'serve'],
        ['gopark', 'write', 'serve'],
      ]),
    ).toEqual(['read', 'write'])
  })

  test('that are alike in that frame, too, have the next one as well', () => {
    expect(
      differences([
        ['read', 'tls', 'serve'],
        ['read', 'tcp', 'serve'],
        ['write', 'tcp', 'serve'],
      ]),
    ).toEqual(['read › tls', 'read › tcp', 'write'])
  })

  test('of which one is the beginning of another are told apart as well', () => {
    expect(differences([['read'], ['read', 'serve']])).toEqual(['its end', 'serve'])
  })

  test('that differ early have labels of their own', () => {
    const stacks = fc.uniqueArray(fc.array(fc.constantFrom('a', 'b'), { minLength: 3, maxLength: 3 }), {
      selector: (stack) => stack.join(),
      minLength: 2,
    })
    fc.assert(
      fc.property(stacks, (some) => {
        expect(new Set(differences(some)).size).toBe(some.length)
      }),
    )
  })
})

describe('groups', () => {
  test('add up what stands and how it went, and leave out what is idle', () => {
    const { active, idle } = groupsOf([
      signature('1', ['read', 'serve'], { count: 3, perHour: 2 }),
      signature('2', ['loop']),
      signature('3', ['write', 'serve'], { count: 4, perHour: 5, levels: [4, 4] }),
      signature('4', ['gone'], { count: 0 }),
    ])
    expect(active).toMatchObject([
      { name: 'serve', count: 7, lowWater: 2, perHour: 5, levels: [5, 6] },
      { name: 'loop', count: 1, stacks: [{ differs: undefined }] },
    ])
    expect(idle.map(({ id }) => id)).toEqual(['4'])
  })
})
