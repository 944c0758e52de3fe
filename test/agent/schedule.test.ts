import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterPull, firstPlan, type Habits, nextDue, obey, type Plan } from '#cli/agent/schedule.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'

const HABITS: Habits = { every: undefined, leak: true, sockets: false }
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const half = () => 0.5

/** Chances in turn, the same ones again at their end. */
const dice = (chances: readonly number[]) => {
  let i = 0
  return () => chances[i++ % chances.length] ?? 0
}

describe('a schedule', () => {
  test('pulls one goroutine profile a slot and never two, whatever chance says and however long a pull takes', () => {
    const takes = fc.integer({ min: 0, max: 3 * MINUTE })
    const all = fc.property(
      fc.array(chance, { minLength: 1 }),
      fc.array(takes, { maxLength: 40 }),
      (chances, pulls) => {
        const random = dice(chances)
        let plan = firstPlan({ ...HABITS, leak: false }, NOW, random)
        let slot = -1
        for (const length of pulls) {
          const { at } = nextDue(plan)
          const now = Math.floor(at / MINUTE)
          expect(now).toBeGreaterThan(slot)
          slot = now
          const end = at + length
          plan = afterPull(plan, 'goroutine', 'taken', end, random, length)
          expect(nextDue(plan).at).toBeGreaterThan(end)
          expect(Math.floor(nextDue(plan).at / MINUTE)).toBe(Math.floor(end / MINUTE) + 1)
        }
      },
    )
    fc.assert(all)
  })

  test('begins within seconds', () => {
    fc.assert(
      fc.property(chance, (one) => {
        const { kind, at } = nextDue(firstPlan(HABITS, NOW, () => one))
        expect(kind).toBe('goroutine')
        expect(at - NOW).toBeLessThanOrEqual(5_000)
      }),
    )
  })

  test('pulls goroutineleak every 10 to 30 minutes, and after a 404 not for 6 hours', () => {
    fc.assert(
      fc.property(chance, (one) => {
        const random = () => one
        const plan = firstPlan(HABITS, NOW, random)
        const pauseOf = ({ due }: Plan): number => (due.goroutineleak ?? 0) - NOW
        for (const each of [plan, afterPull(plan, 'goroutineleak', 'taken', NOW, random, 900)]) {
          expect(pauseOf(each)).toBeGreaterThanOrEqual(10 * MINUTE)
          expect(pauseOf(each)).toBeLessThanOrEqual(30 * MINUTE)
        }
        expect(pauseOf(afterPull(plan, 'goroutineleak', 'absent', NOW, random, 1))).toBeGreaterThanOrEqual(
          6 * HOUR,
        )
      }),
    )
  })

  test('leaves goroutineleak out where the operator says so', () => {
    expect(firstPlan({ ...HABITS, leak: false }, NOW, half).due).toEqual({ goroutine: NOW + 2_500 })
  })

  test('obeys the pause that the server names, within 10 seconds and an hour', () => {
    const plan = firstPlan(HABITS, NOW, half)
    const everyOf = (afterSeconds: number, habits = HABITS) =>
      obey({ ...plan, habits }, { afterSeconds, want: [] }, NOW, half).every
    expect([0, -5, 10, 300, 1e9].map((seconds) => everyOf(seconds))).toEqual([
      10_000,
      10_000,
      10_000,
      300_000,
      HOUR,
    ])
    expect(everyOf(60, { ...HABITS, every: 300_000 })).toBe(300_000)
    expect(everyOf(60, { ...HABITS, every: 5_000 })).toBe(60_000)
  })

  test('dumps when the server asks for it, and again after ten minutes at the earliest', () => {
    const want = { afterSeconds: 60, want: ['goroutine debug=2', 'heap', 'sockets'] }
    const asked = obey(firstPlan({ ...HABITS, leak: false }, NOW, half), want, NOW, () => 0)
    expect(asked.due).toEqual({ goroutine: NOW + 2_500, 'goroutine debug=2': NOW, sockets: NOW })
    const dumped = afterPull(asked, 'goroutine debug=2', 'failed', NOW, half, 8)
    const again = (now: number) => obey(dumped, want, now, half).due['goroutine debug=2']
    expect(again(NOW + 9 * MINUTE)).toBeUndefined()
    expect(again(NOW + 10 * MINUTE)).toBe(NOW + 10 * MINUTE + 2_500)
    expect(afterPull(asked, 'sockets', 'taken', NOW, half, 2_000).due.sockets).toBeUndefined()
    const often = afterPull(
      { ...asked, habits: { ...HABITS, sockets: true } },
      'sockets',
      'absent',
      NOW,
      half,
      0,
    )
    expect(often.due.sockets).toBe(NOW + 20 * MINUTE)
  })

  test('keeps a target from standing still for more than 0.01 % of its time', () => {
    const want = { afterSeconds: 60, want: ['goroutine debug=2', 'sockets'] }
    fc.assert(
      fc.property(fc.nat(30_000), fc.nat(4 * 24 * HOUR), (took, later) => {
        const plan = firstPlan(HABITS, NOW, half)
        const dumped = afterPull(plan, 'goroutine debug=2', 'taken', NOW, half, took)
        const { due } = obey(dumped, want, NOW + later, half)
        const isAsked = due['goroutine debug=2'] !== undefined
        expect(isAsked).toBe(later >= Math.max(10 * MINUTE, 10_000 * took))
        expect(due.sockets).toBeDefined()
      }),
    )
  })

  test('leaves what else is due as it is, whatever was pulled', () => {
    const plan: Plan = {
      ...firstPlan({ ...HABITS, sockets: true }, NOW, half),
      due: { goroutine: NOW + 1, sockets: NOW + 2, goroutineleak: NOW + 3, 'goroutine debug=2': NOW + 4 },
    }
    for (const kind of ['sockets', 'goroutineleak', 'goroutine debug=2', 'goroutine'] as const) {
      const { [kind]: _, ...others } = plan.due
      expect(afterPull(plan, kind, 'taken', NOW, half, 0).due, kind).toMatchObject(others)
    }
  })

  test('pulls what is due first, and of what is due at once the profile', () => {
    const plan = firstPlan(HABITS, NOW, half)
    const next = (due: Plan['due']) => nextDue({ ...plan, due })
    expect(next({ goroutine: NOW + 2, sockets: NOW + 1 })).toEqual({ kind: 'sockets', at: NOW + 1 })
    expect(next({ goroutine: NOW + 2, sockets: NOW + 2 })).toEqual({ kind: 'goroutine', at: NOW + 2 })
  })

  test('takes sockets within the first minute where the operator wants them', () => {
    const first = (random: () => number) => firstPlan({ ...HABITS, sockets: true }, NOW, random).due.sockets
    expect([first(() => 0), first(half)]).toEqual([NOW, NOW + MINUTE / 2])
  })

  test('takes what is asked for no later than it was due', () => {
    const plan = firstPlan({ ...HABITS, sockets: true }, NOW, half)
    const asked = (sockets: number) =>
      obey({ ...plan, due: { ...plan.due, sockets } }, { afterSeconds: 60, want: ['sockets'] }, NOW, half).due
        .sockets
    expect([asked(NOW + 1), asked(NOW + HOUR)]).toEqual([NOW + 1, NOW + 2_500])
  })

  test('lets ten minutes pass between sockets, however long they took', () => {
    const taken = afterPull(firstPlan(HABITS, NOW, half), 'sockets', 'taken', NOW, half, 30_000)
    const due = (after: number) =>
      obey(taken, { afterSeconds: 60, want: ['sockets'] }, NOW + after, half).due.sockets
    expect([due(10 * MINUTE - 1), due(10 * MINUTE)]).toEqual([undefined, NOW + 10 * MINUTE + 2_500])
  })

  test('leaves a tenth of each slot free at either end', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 1 }), (chances) => {
        const random = dice(chances)
        const plan = afterPull(firstPlan(HABITS, NOW, random), 'goroutine', 'taken', NOW, random, 0)
        const part = (plan.due.goroutine % MINUTE) / MINUTE
        expect(part).toBeGreaterThanOrEqual(0.1 - 1e-4)
        expect(part).toBeLessThanOrEqual(0.9 + 1e-4)
      }),
      { examples: [[[0, 0, 0, 0]], [[0.999]]] },
    )
  })
})
