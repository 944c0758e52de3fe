import { describe, expect, it } from 'vitest'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'
import { alive } from '#shared/verdict/rules/alive.ts'
import { lowWaterRises } from '#shared/verdict/rules/low-water-rises.ts'
import { monotone } from '#shared/verdict/rules/monotone.ts'
import { neverReturns } from '#shared/verdict/rules/never-returns.ts'
import { separated } from '#shared/verdict/rules/separated.ts'
import { counted, countsOf, lifeOf } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'

/** A series, and what a rule says of it. Figures stand here to two digits, so that they can be checked by hand. */
interface Row {
  readonly name: string
  readonly give: readonly number[]
  readonly want: boolean
  readonly figures: Readonly<Record<string, number>>
}

const lifeWith = (counts: readonly number[]) =>
  signatureLife(lifeOf({ one: counts }), 'one', countsOf(counts))

const twoDigits = (figures: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]))

const rows = (
  ...all: [name: string, give: readonly number[], want: boolean, figures: Row['figures']][]
): Row[] => all.map(([name, give, want, figures]) => ({ name, give, want, figures }))

describe.each([
  {
    id: 'low-water-rises',
    rule: lowWaterRises,
    cases: rows(
      ['a leak of 5 an hour', shape.leak, true, { from: 30, to: 240, growth: 210, floor: 10, perHour: 5 }],
      [
        'a leak of 2 an hour under a daily wave',
        shape.leakUnderWave,
        true,
        { from: 17, to: 104, perHour: 2.02 },
      ],
      ['a daily wave of 50', shape.dailyWave, false, { from: 14, to: 14, growth: 0 }],
      ['a spike that drains', shape.spikeAndDrain, false, { from: 40, to: 40, growth: 0 }],
      ['ten more in two days', counted(48, (hour) => 5 + hour / 4.4), false, { growth: 10, floor: 10 }],
      ['a sixth more of 600', counted(48, (hour) => 600 + 2 * hour), false, { growth: 84, floor: 120.8 }],
    ),
  },
  {
    id: 'monotone',
    rule: monotone,
    cases: rows(
      ['a leak of 5 an hour', shape.noisyLeak, true, { p: 0, points: 288 }],
      ['a daily wave of 50', shape.dailyWave, false, { p: 0.43 }],
      ['a flat line with noise', shape.flat, false, { p: 0.31 }],
    ),
  },
  {
    id: 'separated',
    rule: separated,
    cases: rows(
      ['a leak of 5 an hour', shape.leak, true, { firstQuarterP90: 72.9, lastQuarterP10: 205.1 }],
      ['a leak of 2 an hour under a daily wave', shape.leakUnderWave, true, {}],
      ['a daily wave of 50', shape.dailyWave, false, { firstQuarterP90: 51.5, lastQuarterP10: 11 }],
      ['a spike that drains', shape.spikeAndDrain, false, { firstQuarterP90: 40, lastQuarterP10: 40 }],
    ),
  },
  {
    id: 'alive',
    rule: alive,
    cases: rows(
      ['a leak of 5 an hour', shape.leak, true, { perHour: 5, tailPerHour: 5 }],
      ['a leak that slowed to a half', shape.slowingLeak, true, { perHour: 4.94, tailPerHour: 2.5 }],
      ['a step of a pool resize', shape.poolResize, false, { perHour: 4.37, tailPerHour: 0 }],
      ['a warm-up that levels', shape.warmUpThatLevels, false, { perHour: 1.81, tailPerHour: 0 }],
    ),
  },
  {
    id: 'never-returns',
    rule: neverReturns,
    cases: rows(
      ['a leak of 5 an hour', shape.leak, true, { rises: 238, falls: 0, returned: 0 }],
      [
        'a leak whose single points are off',
        shape.leakWithHoles,
        true,
        { rises: 238, falls: 0, returned: 0 },
      ],
      ['a daily wave of 50', shape.dailyWave, false, { rises: 125, falls: 125, returned: 1 }],
      ['a line that never moves', counted(48, () => 7), false, { rises: 0, falls: 0, returned: 1 }],
    ),
  },
])('$id', ({ id, rule, cases }) => {
  const verb = (fires: boolean): string => (fires ? 'fires on' : 'does not fire on')

  it.each(cases.map((one) => ({ ...one, verb: verb(one.want) })))(
    '$verb $name',
    ({ give, want, figures }) => {
      const result = rule(lifeWith(give))
      expect(result).toMatchObject({ id, fired: want })
      expect(twoDigits(result.figures)).toMatchObject(figures)
    },
  )

  it('says its figures in a sentence', () => {
    const { says, figures } = rule(lifeWith(shape.leak))
    expect(says).toMatch(/\d/)
    for (const value of Object.values(figures)) expect(value).toBeTypeOf('number')
  })
})
