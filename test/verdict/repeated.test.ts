import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER, SERVED_CONNECTION } from './stacks.ts'

type Shape = (hour: number) => number

/** Lives of one instance, one after the other, a count each five minutes. */
const verdictsOn = (shape: Shape, lengths: readonly number[]) => {
  let from = START
  const lives = lengths.map((hours) => {
    const life = lifeOf(
      { [OWN_WORKER.id]: counted(hours, shape, 5 * MINUTE) },
      { from, startedAt: from, step: 5 * MINUTE },
    )
    from += hours * HOUR + MINUTE
    return life
  })
  return judge(inputOf(lives, [OWN_WORKER])).verdicts
}

const short = Array.from({ length: 8 }, () => 2)

describe('what comes back after each of many restarts', () => {
  it('is a leak where lives of two hours rise straight to their ends', () => {
    expect(verdictsOn((hour) => 30 * hour, short)).toMatchObject([{ tier: 'probable', since: START }])
  })

  it('counts the days that lives of less than a day cover, where three of them grow', () => {
    const ageOf = (lengths: readonly number[]): string | undefined =>
      verdictsOn((hour) => 5 + 4 * hour, lengths)[0]?.arguments.find(({ id }) => id === 'age')?.says
    expect(ageOf([15, 15, 15])).toBe('it grows in lives that cover 45 h together')
    expect(ageOf([15, 15])).toBeUndefined()
    expect(ageOf([40])).toBe('it still grows when the process is 40 h old')
  })

  it('tells means of lives laid over one another by tenths', () => {
    const lengths = Array.from({ length: 12 }, (_, i) => 5 + (i % 7))
    const served = lengths.map((hours, i) => counted(hours, (hour) => 7 + ((hour + i) % 3), 5 * MINUTE))
    let from = START
    const lives = lengths.map((hours, i) => {
      const leak = counted(hours, (hour) => 0.8 * hour, 5 * MINUTE)
      const counts = { [OWN_WORKER.id]: leak, [SERVED_CONNECTION.id]: served[i] ?? [] }
      const life = lifeOf(counts, { from, startedAt: from, step: 5 * MINUTE })
      from += hours * HOUR + MINUTE
      return life
    })
    const { verdicts } = judge(inputOf(lives, [OWN_WORKER, SERVED_CONNECTION]))
    expect(verdicts).toHaveLength(1)
    const told = verdicts[0]?.rules.find(({ id }) => id === 'not-load')?.says
    expect(told).toMatch(/(rose|fell) \d+(\.\d)? → \d+(\.\d)? and explain (\d+|under 1) % of the growth/)
  })

  it('is a warm-up where lives laid over one another bend', () => {
    expect(
      verdictsOn(
        (hour) => 100 * (1 - Math.exp(-hour / 3)),
        Array.from({ length: 6 }, () => 8),
      ),
    ).toEqual([])
  })

  it('is a warm-up where an earlier life showed its end', () => {
    const shape: Shape = (hour) => Math.min(120, 10 * hour)
    expect(verdictsOn(shape, [13])).toHaveLength(1)
    expect(verdictsOn(shape, [40, 13])).toEqual([])
  })

  it('is a leak where it passes what an earlier life ended at', () => {
    expect(verdictsOn((hour) => 10 * hour, [8, 13])).toMatchObject([{ tier: 'probable' }])
  })
})

describe('what something else explains', () => {
  const HOURS = 96
  const step = HOUR
  const day: Shape = (hour) => 12 - 10 * Math.cos((2 * Math.PI * hour) / 24)
  const growing: Shape = (hour) => day(hour) * (1 + hour / 48)

  it('is no leak: a pool that keeps what the highest peak asked for', () => {
    let peak = 0
    const served = counted(HOURS, growing, step)
    const pool = served.map((count) => {
      peak = Math.max(peak, count)
      return 2 * peak
    })
    const life = lifeOf({ [OWN_WORKER.id]: pool, [SERVED_CONNECTION.id]: served }, { step })
    expect(judge(inputOf([life], [OWN_WORKER, SERVED_CONNECTION])).verdicts).toEqual([])
  })

  it('is no leak: a connection to each other process of a growing service', () => {
    const starts = [0, 0, 12, 25, 37, 50, 63, 75]
    const lives = starts.map((begin, i) =>
      lifeOf(
        {
          [OWN_WORKER.id]: counted(
            HOURS - begin,
            (hour) => 5 * starts.filter((other) => other <= begin + hour).length,
            step,
          ),
        },
        { instance: `mesh-${i}`, from: START + begin * HOUR, startedAt: START + begin * HOUR, step },
      ),
    )
    expect(judge(inputOf(lives, [OWN_WORKER])).verdicts).toEqual([])
  })

  it('is a leak all the same where it goes on between the peaks', () => {
    const life = lifeOf(
      {
        [OWN_WORKER.id]: counted(HOURS, (hour) => 2 * hour, step),
        [SERVED_CONNECTION.id]: counted(HOURS, growing, step),
      },
      { step },
    )
    expect(judge(inputOf([life], [OWN_WORKER, SERVED_CONNECTION])).verdicts).toHaveLength(1)
  })
})
