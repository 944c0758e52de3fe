import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Life, type LivedProcess, seriesOf, truthOf } from '#bench/verdicts/programs/case-of.ts'
import { lives, type Plan } from '#bench/verdicts/programs/plan.ts'
import { HOUR } from '#shared/time.ts'

const START = Date.parse('2026-09-01T00:00:00Z')
const at = (hours: number): string => new Date(START + hours * HOUR).toISOString()

const PLAN: Plan = {
  service: 'feeds',
  about: 'Keeps feeds.',
  start: at(0),
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('feeds-0', ['1', '2'], [0, 40, 100]),
  leaks: { subscriptions: { any: ['main.wait'], cause: null } },
  quiet: [],
  note: 'A note.',
}

const lived = (index: number, lost: Life['lost']): LivedProcess => {
  const planned = PLAN.processes[index] as LivedProcess['planned']
  const profiles = [{ at: at(planned.from + 1), type: 'goroutine', debug: 0, file: '0001.pb.gz' }]
  const life = { startedAt: at(planned.from), endedAt: at(planned.until), profiles, lost }
  return { planned, folder: `profiles/feeds-0/${index + 1}`, life }
}

describe('the truth of a recorded program', () => {
  it('begins with the first goroutine lost, and its rate leaves out the processes that lost none', () => {
    const processes = [lived(0, {}), lived(1, { subscriptions: { since: at(50), goroutines: 100 } })]
    expect(truthOf(PLAN, processes).leaks).toEqual([
      { any: ['main.wait'], cause: null, since: at(50), perHour: 2 },
    ])
  })

  it('has the mean rate of the processes, whatever each of them lost', () => {
    const loss = fc.record({ after: fc.double({ min: 0, max: 39, noNaN: true }), goroutines: fc.nat(5000) })
    fc.assert(
      fc.property(loss, loss, (one, other) => {
        const of = ({ after, goroutines }: typeof one, from: number) => ({
          subscriptions: { since: at(from + after), goroutines },
        })
        const [leak] = truthOf(PLAN, [lived(0, of(one, 0)), lived(1, of(other, 40))]).leaks
        const rates = [one.goroutines / (40 - one.after), other.goroutines / (60 - other.after)]
        expect(leak?.perHour).toBeGreaterThanOrEqual(Math.min(...rates) - 0.001)
        expect(leak?.perHour).toBeLessThanOrEqual(Math.max(...rates) + 0.001)
        expect(leak?.since).toBe(at(one.after))
      }),
    )
  })

  it('is refused where the plan knows a leak that nobody had, or a counter that the plan does not know', () => {
    expect(() => truthOf(PLAN, [lived(0, {})])).toThrow('no process lost anything to subscriptions')
    const other = { timers: { since: at(1), goroutines: 1 } }
    expect(() => truthOf(PLAN, [lived(0, other)])).toThrow('timers is no leak of the plan')
  })
})

it('the series of a recorded program names its files from the folder of the case on', () => {
  expect(seriesOf(PLAN, [lived(0, {}), lived(1, {})])).toMatchObject({
    service: 'feeds',
    timeScale: 1200,
    processes: [
      { version: '1', startedAt: at(0), profiles: [{ file: 'profiles/feeds-0/1/0001.pb.gz' }] },
      { version: '2', startedAt: at(40), profiles: [{ file: 'profiles/feeds-0/2/0001.pb.gz' }] },
    ],
  })
})
