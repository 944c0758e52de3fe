import { describe, expect, it } from 'vitest'
import { presentStates } from '#shared/history/read-history.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { idOf, MONDAY, snapshotOf } from './service.ts'

describe('presentStates', () => {
  const states = (...given: Parameters<typeof snapshotOf>[]) => {
    const sums = presentStates(given.map(([dump, more]) => snapshotOf(dump, more).snapshot))
    return Object.fromEntries(sums.get(idOf('leak')) ?? [])
  }

  it.each<{ name: string; give: Parameters<typeof snapshotOf>[]; want: Record<string, number> }>([
    {
      name: 'adds up the newest dump of each process',
      give: [
        [[MONDAY, { leak: 5 }], { state: 'select' }],
        [[MONDAY, { leak: 3 }], { state: 'select', instance: 'checkout-2' }],
        [[MONDAY + MINUTE, { leak: 6 }], { state: 'select' }],
      ],
      want: { select: 9 },
    },
    {
      name: 'prefers the text dump of the same minute',
      give: [
        [[MONDAY, { leak: 5 }], { state: 'select', debug: 2 }],
        [[MONDAY + 30_000, { leak: 6 }], {}],
      ],
      want: { select: 5 },
    },
    {
      name: 'forgets a process that was silent for two hours',
      give: [
        [[MONDAY, { leak: 5 }], { state: 'select' }],
        [[MONDAY + 2 * HOUR, { leak: 7 }], { state: 'select', instance: 'checkout-2' }],
      ],
      want: { select: 7 },
    },
    {
      name: 'does not take a profile of leaks alone for the whole',
      give: [
        [[MONDAY, { leak: 5 }], { state: 'select' }],
        [[MONDAY + 5 * MINUTE, { leak: 2 }], { state: 'select', type: 'goroutineleak' }],
      ],
      want: { select: 5 },
    },
    { name: 'has none without a dump', give: [], want: {} },
  ])('$name', ({ give, want }) => {
    expect(states(...give)).toEqual(want)
  })

  it('reads the open hours of a thousand processes that are dumped each minute', () => {
    const { snapshot } = snapshotOf([MONDAY, { leak: 5 }], { state: 'select' })
    const many = Array.from({ length: 140_000 }, (_, i) => ({
      ...snapshot,
      process: `checkout-${i % 1000}@unmarked`,
    }))
    expect(presentStates(many).get(idOf('leak'))).toEqual(new Map([['select', 5000]]))
  })
})
