import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'
import { BUSY_READ_LOOP, OWN_WORKER, SERVED_CONNECTION } from './stacks.ts'

const HALF_OPEN = signatureOf([
  'net.(*conn).Read',
  'github.com/gorilla/websocket.(*Conn).NextReader',
  'main.(*chat).read',
])

const verdictsOn = (hours: number, countAt: (hour: number) => number, stack = BUSY_READ_LOOP) => {
  const life = lifeOf({ [stack.id]: counted(hours, countAt, HOUR) }, { step: HOUR })
  return judge(inputOf([life], [stack])).verdicts
}

describe('a leak that begins late in the life of a process', () => {
  it('is found where three quarters of the life were flat', () => {
    const [verdict] = verdictsOn(120, (hour) => 2 + 4 * Math.max(0, hour - 90))
    expect(verdict).toMatchObject({ tier: 'probable', perHour: 4 })
    expect(Math.abs((verdict?.since ?? 0) - (START + 90 * HOUR))).toBeLessThanOrEqual(HOUR)
  })

  it('is found within the day where the days before were flat', () => {
    expect(verdictsOn(70 + 15, (hour) => 3 + Math.max(0, hour - 70))).toMatchObject([{ tier: 'probable' }])
  })

  it('is none where it is the morning of a day like those before', () => {
    const morning = (hour: number): number => Math.round(24 - 20 * Math.cos((2 * Math.PI * hour) / 24))
    expect(verdictsOn(72 + 12, morning)).toEqual([])
  })

  it.each([
    {
      name: 'stood as high before',
      give: (hour: number) => (hour > 30 && hour < 40 ? 300 : 2 + 4 * Math.max(0, hour - 90)),
    },
    { name: 'was a step', give: (hour: number) => (hour < 90 ? 2 : 120) },
    { name: 'has a ceiling', give: (hour: number) => 2 + 100 * (1 - Math.exp(-Math.max(0, hour - 90) / 4)) },
  ])('is none where it $name', ({ give }) => {
    expect(verdictsOn(120, give)).toEqual([])
  })
})

describe('growth in jumps', () => {
  const jumps = (every: number) => (hour: number) => 40 * Math.floor((hour + 6) / every)

  it('is a leak where a job leaves some every night', () => {
    const [verdict] = verdictsOn(144, jumps(24), BUSY_READ_LOOP)
    expect(verdict?.tier).toBe('probable')
    const off = (verdict?.perHour ?? 0) / (40 / 24) - 1
    expect(Math.abs(off)).toBeLessThan(0.15)
  })

  it('is a pool where it came in three', () => {
    expect(verdictsOn(144, jumps(40), OWN_WORKER)).toEqual([])
  })
})

describe('a leak that pauses where nobody counts the load', () => {
  it('is found after a weekend', () => {
    const hours = (day: number, hour: number): number => (day >= 5 ? 0 : Math.min(10, Math.max(0, hour - 8)))
    const leaked = (at: number): number => {
      const [day, hour] = [1 + Math.floor(at / 24), at % 24]
      let sum = 0
      for (let before = 1; before < day; before++) sum += hours(before % 7, 24)
      return 3 * (sum + hours(day % 7, hour))
    }
    expect(verdictsOn(168, leaked)).toMatchObject([{ tier: 'probable' }])
  })
})

describe('connections of one process', () => {
  const day = (hour: number): number => 22 - 20 * Math.cos((2 * Math.PI * hour) / 24)
  const tierOf = (countAt: (hour: number) => number, hours: number) => {
    const counts = {
      [HALF_OPEN.id]: counted(hours, countAt, HOUR),
      [SERVED_CONNECTION.id]: counted(hours, day, HOUR),
    }
    const { verdicts } = judge(inputOf([lifeOf(counts, { step: HOUR })], [HALF_OPEN, SERVED_CONNECTION]))
    return verdicts.map(({ tier, cause }) => [tier, cause?.id])
  }

  it('are a leak where they stay for days while the traffic comes and goes', () => {
    expect(tierOf((hour) => 3 * hour, 120)).toEqual([['probable', '73']])
  })

  it('are only suspect on the first day, and none where they go with the traffic', () => {
    expect(tierOf((hour) => hour, 22)).toEqual([['suspect', '73']])
    expect(tierOf((hour) => 2 * day(hour), 120)).toEqual([])
  })
})
