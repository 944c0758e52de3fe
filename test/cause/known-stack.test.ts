import { describe, expect, it } from 'vitest'
import { knownStack, type SeenWaits } from '#shared/cause/known-stack.ts'
import { signatureOf } from '#test/support/lives.ts'

const seen = (waits: SeenWaits) => knownStack(signatureOf(['main.ask']), waits)
const states = (...of: [string, number][]) => new Map(of)

describe('the states of a stack', () => {
  it('are those that a dump tells, without the words that tell none', () => {
    const all = states(['select', 3], ['waiting', 9], ['???', 9], ['', 9])
    expect(seen({ states: all }).states).toEqual(states(['select', 3]))
  })

  it('are none where nothing was seen', () => {
    expect(seen({})).toMatchObject({ states: new Map(), ranged: undefined, waited: undefined })
  })
})

describe('the share of receives of two results', () => {
  it.each([
    { name: 'is that of the receives, not of all goroutines', ranged: 2, of: 4, want: 0.5 },
    { name: 'is no more than all, where dumps of two moments are seen', ranged: 5, of: 4, want: 1 },
    { name: 'is nothing of none', ranged: 0, of: 4, want: 0 },
    { name: 'is not known where nothing receives', ranged: 2, of: 0, want: undefined },
    { name: 'is not known where no dump tells forms', ranged: undefined, of: 4, want: undefined },
  ])('$name', ({ ranged, of, want }) => {
    expect(seen({ ranged, states: states(['chan receive', of], ['select', 7]) }).ranged).toBe(want)
  })
})

describe('a stack of which counters alone tell the wait', () => {
  it.each<{ most: 'channel' | 'any select' | 'range' | 'single' | 'chan send' | 'select'; want: object }>([
    { most: 'channel', want: { states: new Map(), open: ['chan send', 'chan receive'] } },
    { most: 'any select', want: { states: new Map(), open: ['select', 'select (no cases)'] } },
    { most: 'range', want: { states: states(['chan receive', 3]), ranged: 1 } },
    { most: 'single', want: { states: states(['chan receive', 3]), ranged: 0 } },
    { most: 'chan send', want: { states: states(['chan send', 3]), ranged: undefined } },
    { most: 'select', want: { states: states(['select', 3]), ranged: undefined } },
  ])('waits as most of its goroutines do: $most', ({ most, want }) => {
    const waits = new Map([
      ['chan receive' as const, 2],
      [most, 3],
    ])
    expect(seen({ waits })).toMatchObject(want)
  })

  it('waits in neither of two waits of equal number', () => {
    const one = seen({
      waits: new Map([['range', 3] as const, ['select', 3] as const, ['single', 1] as const]),
    })
    expect(one).toMatchObject({ states: new Map(), ranged: undefined })
    expect(one).not.toHaveProperty('open')
  })

  it('waits as its states say where a dump tells them', () => {
    const one = seen({ states: states(['select', 1]), waits: new Map([['channel', 9]]) })
    expect(one.states).toEqual(states(['select', 1]))
    expect(one).not.toHaveProperty('open')
  })
})
