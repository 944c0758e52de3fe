import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { heldIn } from '#shared/verdict/judge/held.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, signatureOf } from '#test/support/lives.ts'
import { SERVED_CONNECTION } from '../stacks.ts'

/** Two places of one handler in which requests hang. */
const WAITER = signatureOf(['sync.(*WaitGroup).Wait', 'main.quotes', 'net/http.(*conn).serve'], {
  ownCode: 'main.quotes',
})
const LEADER = signatureOf(['runtime.chanrecv', 'main.ask', 'main.quotes', 'net/http.(*conn).serve'], {
  ownCode: 'main.ask',
})

const officeHours = (hour: number): number =>
  10 * Math.floor(hour / 24) + Math.min(10, Math.max(0, (hour % 24) - 8))
const isOffice = (hour: number): boolean => hour % 24 >= 8 && hour % 24 < 18
const hours = (many: number, countAt: (hour: number) => number) => counted(many, countAt, HOUR)

describe('requests that hang', () => {
  it('do not explain each other where one handler hangs in two places', () => {
    const oddsOf = (leaders: number) => {
      const counts = {
        [WAITER.id]: hours(140, (hour) => 0.6 * officeHours(hour)),
        [LEADER.id]: hours(140, (hour) => leaders * officeHours(hour)),
        [SERVED_CONNECTION.id]: hours(140, (hour) => (isOffice(hour) ? 8 + (hour % 3) : 2)),
      }
      const input = inputOf([lifeOf(counts, { step: HOUR })], [WAITER, LEADER, SERVED_CONNECTION])
      const verdict = judge(input).verdicts.find(({ members }) => members[0].signature === WAITER.id)
      return verdict?.arguments
    }
    expect(oddsOf(0)).toBeDefined()
    expect(oddsOf(0.25)).toEqual(oddsOf(0))
  })

  const life = (many: number) =>
    lifeOf(
      {
        hangs: hours(many, (hour) => hour),
        ends: hours(many, (hour) => 5 + (hour % 4)),
        rests: hours(many, () => 3),
      },
      { step: HOUR },
    )

  it.each([
    { name: 'only those that came and never ended', many: 24, want: ['hangs'] },
    { name: 'none within a day', many: 20, want: [] },
  ])('are $name', ({ many, want }) => {
    expect([...heldIn(life(many), ['hangs', 'ends', 'rests', 'elsewhere'])]).toEqual(want)
  })
})
