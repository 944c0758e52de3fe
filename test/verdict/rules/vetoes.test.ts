import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '#shared/verdict/judge/judge.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { alive } from '#shared/verdict/rules/alive.ts'
import type { LifeRule } from '#shared/verdict/rules/life-rule.ts'
import { notAStep } from '#shared/verdict/rules/not-a-step.ts'
import { notLoad } from '#shared/verdict/rules/not-load.ts'
import { notSaturating } from '#shared/verdict/rules/not-saturating.ts'
import { counted, countsOf, inputOf, lifeOf, noisy } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { OWN_WORKER, SERVED_CONNECTION } from '../stacks.ts'
import * as traffic from '../traffic.ts'

interface Row {
  readonly name: string
  readonly give: readonly number[]
  /** Served connections beside it. */
  readonly served?: readonly number[]
  readonly want: boolean
}

const lifeWith = ({ give, served }: Pick<Row, 'give' | 'served'>) => lifeOfCounts(give, served)

function lifeOfCounts(give: readonly number[], served?: readonly number[]) {
  const load = served === undefined ? undefined : { served: Float64Array.from(served) }
  return signatureLife(lifeOf({ one: give }), 'one', countsOf(give), { load })
}

const { HOURS } = shape
const doubled = noisy(
  traffic.growing.map((count) => 2 * count + 5),
  12,
  1,
)
const cache = noisy(
  counted(HOURS, (hour) => 20 + 300 * (1 - Math.exp(-hour / 26))),
  13,
  1,
)

/** Over in an hour or two. */
const warmUp = noisy(
  counted(HOURS, (hour) => 200 * (1 - Math.exp(-hour))),
  15,
  3,
)
/** From noon to midnight, busy until the evening. */
const eveningTraffic = counted(12, (hour) => Math.max(2, 80 - 12 * hour))
const eveningWarmUp = noisy(
  counted(12, (hour) => 60 * (1 - Math.exp(-hour / 3))),
  14,
  3,
)

describe.each<{ id: string; rule: LifeRule; cases: Row[] }>([
  {
    id: 'not-a-step',
    rule: notAStep,
    cases: [
      { name: 'a leak of 5 an hour', give: shape.leak, want: true },
      { name: 'a leak that begins late', give: shape.lateLeak, want: true },
      { name: 'a leak with a resize of a pool in it', give: addUp(shape.leak, shape.poolResize), want: true },
      { name: 'a pool that was resized', give: shape.poolResize, want: false },
      {
        name: 'a failover to this process',
        give: counted(HOURS, (hour) => (hour < 40 ? 3 : 90)),
        want: false,
      },
    ],
  },
  {
    id: 'not-saturating',
    rule: notSaturating,
    cases: [
      { name: 'a leak of 5 an hour', give: shape.noisyLeak, want: true },
      { name: 'a leak that begins late', give: shape.lateLeak, want: true },
      { name: 'a leak that speeds up', give: counted(HOURS, (hour) => hour ** 1.6), want: true },
      { name: 'a leak that slows to a half', give: shape.slowingLeak, want: true },
      { name: 'a cache that fills', give: cache, want: false },
      { name: 'a warm-up that levels', give: shape.warmUpThatLevels, want: false },
      {
        name: 'a warm-up that is over when the traffic of the day is',
        give: eveningWarmUp,
        served: eveningTraffic,
        want: false,
      },
      {
        name: 'a leak per request in that traffic',
        give: traffic.leakedBy(eveningTraffic, 6),
        served: eveningTraffic,
        want: true,
      },
    ],
  },
  {
    id: 'not-load',
    rule: notLoad,
    cases: [
      { name: 'a leak in a process that serves nothing', give: shape.leak, want: true },
      { name: 'a leak beside steady traffic', give: shape.noisyLeak, served: traffic.steady, want: true },
      {
        name: 'a leak among goroutines that come and go, beside one connection that stays',
        give: shape.leakUnderWave,
        served: shape.leakUnderWave.map(() => 1),
        want: true,
      },
      { name: 'a leak beside a daily wave', give: shape.noisyLeak, served: traffic.daily, want: true },
      { name: 'a leak beside growing traffic', give: shape.noisyLeak, served: traffic.growing, want: true },
      {
        name: 'a leak of exactly 5 a point, whose changes are all the same',
        give: Array.from(traffic.daily, (_, i) => 20 + 5 * i),
        served: traffic.daily,
        want: true,
      },
      {
        name: 'two workers for each growing connection',
        give: doubled,
        served: traffic.growing,
        want: false,
      },
      { name: 'one worker for each connection', give: traffic.growing, served: traffic.growing, want: false },
    ],
  },
  {
    id: 'alive',
    rule: alive,
    cases: [
      {
        name: 'a leak per request that ends in a night of rest',
        give: traffic.leakPerRequest,
        served: traffic.daily,
        want: true,
      },
      {
        name: 'a warm-up that levels under a daily wave',
        give: shape.warmUpThatLevels,
        served: traffic.daily,
        want: false,
      },
      {
        name: 'a plateau from the middle on',
        give: counted(HOURS, (hour) => 5 * Math.min(hour, 24)),
        want: false,
      },
      {
        name: 'a slow leak that comes by tens',
        give: counted(HOURS, (hour) => 10 * Math.floor(hour / 9)),
        want: true,
      },
    ],
  },
])('$id', ({ id, rule, cases }) => {
  const told = cases.map((row) => ({ ...row, verb: row.want ? 'fires on' : 'does not fire on' }))

  it.each(told)('$verb $name', (row) => {
    expect(rule(lifeWith(row))).toMatchObject({ id, fired: row.want })
  })

  it.each(told)('says of $name nothing that is no number', (row) => {
    const { figures, says } = rule(lifeWith(row))
    for (const value of Object.values(figures)) expect(value).not.toBeNaN()
    expect(says).not.toMatch(/NaN|undefined/)
  })
})

describe('not-load', () => {
  const counts = fc.array(fc.nat({ max: 900 }), { minLength: 24, maxLength: 200 })

  it('explains nothing of any growth by a load that stays', () => {
    fc.assert(
      fc.property(counts, fc.nat({ max: 500 }), (give, load) => {
        const life = lifeOfCounts(
          give,
          give.map(() => load),
        )
        const { fired, says, figures } = notLoad(life)
        expect(fired).toBe(true)
        expect(says).toMatch(
          new RegExp(
            `^served connections stayed at ${load}( and explain 0 % of the growth|; the count has not)`,
          ),
        )
        expect(figures.left).toBe(life.lastLevel - life.firstLevel)
      }),
    )
  })

  it('never says that a load explains more than the growth, or anything where it has not risen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 90 })), { minLength: 24, maxLength: 200 }),
        (rows) => {
          const { says } = notLoad(
            lifeOfCounts(
              rows.map(([count]) => count),
              rows.map(([, load]) => load),
            ),
          )
          const [, explained] = /explain (\d+|under 1) %/.exec(says) ?? []
          if (explained === undefined || explained === 'under 1') return
          expect(Number(explained)).toBeLessThanOrEqual(100)
          if (/ (fell|stayed at) /.test(says)) expect(Number(explained)).toBe(0)
        },
      ),
    )
  })
})

describe('judge', () => {
  const othersOf = (give: readonly number[], served: readonly number[]) =>
    judge(
      inputOf(
        [lifeOf({ [OWN_WORKER.id]: give, [SERVED_CONNECTION.id]: served })],
        [OWN_WORKER, SERVED_CONNECTION],
      ),
    ).others.filter(({ signature }) => signature === OWN_WORKER.id)

  it.each([
    { name: 'a cache that fills', give: cache, served: traffic.steady, want: 'bounded' },
    {
      name: 'a pool that was resized twice',
      give: traffic.resizedTwice,
      served: traffic.steady,
      want: 'stepped',
    },
    {
      name: 'two workers for each connection',
      give: doubled,
      served: traffic.growing,
      want: 'load-proportional',
    },
    { name: 'a plateau', give: shape.warmUpThatLevels, served: traffic.steady, want: 'plateaued' },
  ])('calls $name $want', ({ give, served, want }) => {
    expect(othersOf(give, served)).toMatchObject([{ verdict: want }])
  })

  it.each([
    {
      name: 'a leak of 2 an hour behind a warm-up in its own stack',
      give: addUp(
        warmUp,
        counted(HOURS, (hour) => 2 * hour),
      ),
      served: traffic.steady,
    },
    { name: 'a leak beside growing traffic', give: shape.noisyLeak, served: traffic.growing },
    { name: 'a leak per request that rests at night', give: traffic.leakPerRequest, served: traffic.daily },
  ])('does not explain $name away', ({ give, served }) => {
    expect(othersOf(give, served)).toEqual([])
  })
})

function addUp(a: readonly number[], b: readonly number[]): number[] {
  return a.map((count, i) => count + (b[i] ?? 0))
}
