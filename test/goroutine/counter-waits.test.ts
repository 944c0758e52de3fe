import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CounterWait, CounterWaits } from '#shared/goroutine/counter-waits.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { knownStates } from '#shared/signature/signature.ts'

const told = (...rows: readonly (readonly number[])[]): (CounterWait | undefined)[] => {
  const waits = new CounterWaits()
  for (const [stack, counters] of rows.entries()) waits.see(stack, counters, 1)
  const judged = waits.judge()
  return rows.map((_, stack) => [...(judged.get(stack)?.keys() ?? [])][0])
}

/** Counters as builds have them: where `gopark` stands has changed, where channel operations stand has not. */
const PARK = 0x47558e
const SELECT = [PARK, 0x4530e6]
const SEND = [PARK, 0x40e205, 0x40de57]
const RECEIVE = [PARK, 0x40f125, 0x40ecd2]
const RANGE = [PARK, 0x40f125, 0x40ecf2]

describe('waits by counters', () => {
  it.each<{ name: string; give: readonly (readonly number[])[]; want: readonly (CounterWait | undefined)[] }>(
    [
      { name: 'two counters are a select', give: [SELECT, SELECT], want: ['select', 'select'] },
      { name: 'one may be without cases', give: [SELECT], want: ['any select'] },
      {
        name: 'those of a select without cases are no select',
        give: [SELECT, [PARK, 0x450010]],
        want: ['select', undefined],
      },
      { name: 'one kind of channel operation is either', give: [SEND], want: ['channel'] },
      {
        name: 'of two kinds the first is a send',
        give: [RECEIVE, SEND],
        want: ['chan receive', 'chan send'],
      },
      { name: 'two doors of one kind are receives', give: [RANGE, RECEIVE], want: ['range', 'single'] },
      {
        name: 'all three are told apart',
        give: [SEND, RECEIVE, RANGE],
        want: ['chan send', 'single', 'range'],
      },
      {
        name: 'Go of 2017 unlocks between',
        give: [[0x438e6a, 0x438f5e, 0x40fc78, 0x40fa3d]],
        want: ['channel'],
      },
      { name: 'a select of Go 1.7', give: [[0x4416ea, 0x450c79, 0x44fa6c]], want: [undefined] },
      { name: 'a function that is not printed', give: [[PARK, 0x40e205, 0x680e3d]], want: [undefined] },
      {
        name: 'a goroutine that runs',
        give: [SELECT, SELECT, [0x4367b1, 0x47443d]],
        want: ['select', 'select', undefined],
      },
      { name: 'no counters', give: [[]], want: [undefined] },
    ],
  )('$name', ({ give, want }) => {
    expect(told(...give)).toEqual(want)
  })

  it.each(['1.19', '1.21', '1.24', '1.27'])('are the states that debug=0 of Go %s names', async (version) => {
    const states = async (form: string) => {
      const body = readFileSync(`test/fixtures/goroutine/go${version}.goroutine.${form}`)
      const reading = await readProfile(body, { ...DEFAULT_READ_LIMITS, places: true })
      if (reading.answer !== 'recognised') throw new Error(reading.answer)
      const { sightings } = signProfile(reading.profile)
      return new Map(sightings.map((sighting) => [sighting.signature, knownStates(sighting)]))
    }
    const [bare, full] = [await states('debug1.txt'), await states('debug0.pb.gz')]
    for (const [signature, known] of bare)
      for (const [state, count] of known) expect(full.get(signature)?.get(state), state).toBe(count)
    const known = [...bare.values()].flatMap((one) => [...one.keys()])
    expect(known).toEqual(expect.arrayContaining(['chan send', 'chan receive']))
  })

  it('never tells more goroutines than there are', () => {
    const row = fc.array(fc.integer({ min: 1, max: 0x5000 }), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), row, fc.nat(9))), (rows) => {
        const waits = new CounterWaits()
        for (const [stack, counters, count] of rows) waits.see(stack, counters, count)
        for (const [stack, own] of waits.judge()) {
          const seen = rows.filter(([of]) => of === stack).reduce((sum, [, , count]) => sum + count, 0)
          expect([...own.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(seen)
        }
      }),
    )
  })
})
