/** What is a leak and what is none, whatever law lifetimes follow; each with seeds that are no part of the program. */

import { describe, expect, it } from 'vitest'
import { follow } from '#shared/survivor/follow.ts'
import { staysInStack } from '#shared/survivor/life-stays.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import { processesIn } from '#shared/survivor/same-process.ts'
import { type Survivors, survivorsOf } from '#shared/survivor/survivors.ts'
import {
  constant,
  daily,
  everyHours,
  exponential,
  filling,
  fixed,
  forEver,
  type Kind,
  type Lifetime,
  pareto,
  STACK,
  START,
  survivorsIn,
  until,
  watched,
} from './population.ts'

const SEEDS = Array.from({ length: 12 }, (_, i) => 101 + i)
const WATCHES = [everyHours(9, 9), everyHours(3, 40), everyHours(12, 10), everyHours(1, 72)]

const isLeak = ({ word, neverLeaves }: Survivors): boolean => word === 'stay-and-keep-joining' && !neverLeaves

/** How many of all seeds and ways of watching look like a leak. */
const leaks = (kinds: readonly Kind[]): number =>
  WATCHES.flatMap((hours) => SEEDS.map((seed) => survivorsIn(watched(kinds, hours, seed)))).filter(isLeak)
    .length
const ALL = SEEDS.length * WATCHES.length

const busy = (life: Lifetime): Kind => ({ rate: constant(20), life })
const byDay = (life: Lifetime): Kind => ({ rate: daily(40, 0.03), life })
/** Filled within two hours: before the first dump, or while hourly ones are taken. */
const pool: Kind = { rate: until(2, constant(30)), life: forEver }

describe('healthy stacks', () => {
  it.each<[string, Kind[]]>([
    ['requests of half an hour', [busy(exponential(0.5))]],
    ['streams of some hours', [busy(exponential(5))]],
    ['streams of some hours, with the day', [byDay(exponential(5))]],
    ['streams of a day', [busy(exponential(20))]],
    ['streams with a long tail', [busy(pareto(0.2, 1.3))]],
    ['streams with a long tail, with the day', [byDay(pareto(1, 1.3))]],
    ['sessions of 12 hours to the minute', [busy(fixed(12))]],
    ['sessions of a day to the minute', [busy(fixed(24))]],
    ['ever more streams', [{ rate: (hour) => 2 + hour / 2, life: exponential(6) }]],
    ['ever fewer streams', [{ rate: (hour) => 60 / (1 + hour / 10), life: exponential(6) }]],
    ['two kinds of streams', [busy(exponential(0.5)), { rate: constant(2), life: exponential(16) }]],
    ['a pool beside requests', [pool, busy(exponential(2))]],
    ['a pool beside streams with a long tail', [pool, busy(pareto(0.3, 1.3))]],
    [
      'tenants that move in within hours beside requests',
      [{ rate: filling(80, 8), life: forEver }, busy(exponential(1))],
    ],
    ['tenants alone', [{ rate: filling(80, 20), life: forEver }]],
  ])('%s are no leak', (_, kinds) => {
    expect(leaks(kinds)).toBe(0)
  })

  it('of which nobody leaves say so, and that nobody joins any more', () => {
    const tenants = survivorsIn(watched([{ rate: filling(80, 12), life: forEver }], everyHours(3, 40), 1))
    expect(tenants).toMatchObject({ neverLeaves: true, word: 'stay-but-stopped-joining' })
  })

  it('in which nobody stays from dump to dump come and go', () => {
    const polls = survivorsIn(
      watched([{ rate: (hour) => 5 + hour, life: exponential(0.4) }], everyHours(9, 9), 1),
    )
    expect(polls.word).toBe('come-and-go')
  })
})

describe('leaks', () => {
  it.each<[string, Kind[]]>([
    [
      'of 2 % of the requests',
      [
        { rate: daily(1.5, 0.03), life: forEver },
        { rate: daily(75, 0.03), life: exponential(0.5) },
      ],
    ],
    ['beside streams of an hour', [{ rate: constant(1), life: forEver }, busy(exponential(1))]],
    [
      'beside a population that shrinks',
      [
        { rate: constant(1), life: forEver },
        { rate: (hour) => 80 / (1 + hour / 12), life: exponential(1) },
      ],
    ],
    [
      'beside a pool',
      [{ ...pool, rate: until(1, constant(60)) }, { rate: constant(1), life: forEver }, busy(exponential(1))],
    ],
  ])('%s are found in four of five', (_, kinds) => {
    expect(leaks(kinds)).toBeGreaterThanOrEqual(0.8 * ALL)
  })

  it('in which nobody ever leaves are left to counts, with a word', () => {
    const alone = SEEDS.map((seed) =>
      survivorsIn(watched([{ rate: constant(3), life: forEver }], everyHours(9, 9), seed)),
    )
    expect(alone.every(({ neverLeaves }) => neverLeaves)).toBe(true)
    expect(alone.filter(({ word }) => word === 'stay-and-keep-joining').length).toBeGreaterThanOrEqual(9)
  })

  it('with hundreds of residents are hardly ever taken for something that fills up', () => {
    const kinds = [{ rate: constant(3), life: forEver }, busy(exponential(1))]
    const seeds = Array.from({ length: 120 }, (_, i) => 501 + i)
    const found = seeds.filter((seed) => isLeak(survivorsIn(watched(kinds, everyHours(8, 12), seed))))
    expect(found.length).toBeGreaterThanOrEqual(0.98 * seeds.length)
  })

  it('of one origin are found beside a pool that follows the load in the same function', () => {
    const express: Kind = { rate: constant(0.5), life: forEver, origin: 0x10002 }
    const followsLoad: Kind = { rate: daily(4, 0.05), life: exponential(30) }
    const found = SEEDS.map((seed) =>
      survivorsIn(watched([express, followsLoad], everyHours(3, 40), seed)),
    ).filter(isLeak)
    expect(found.length).toBeGreaterThanOrEqual(11)
    expect(new Set(found.map(({ origin }) => origin))).toEqual(new Set([0x10002]))
  })
})

describe('several processes', () => {
  const lives = (kinds: readonly Kind[], hours: readonly number[], number: number, apart: number) =>
    Array.from({ length: number }, (_, i) =>
      watched(kinds, hours, 7 * i + 3, START + i * apart * 3_600_000),
    ).flatMap(processesIn)
  const pooled = (of: readonly (readonly Observation[])[]) => survivorsOf(staysInStack(of.map(follow), STACK))

  it('that each build a pool at their start are no leak', () => {
    const kinds: Kind[] = [{ rate: filling(30, 3), life: forEver }, busy(exponential(0.5))]
    expect(isLeak(pooled(lives(kinds, everyHours(2, 10), 6, 24)))).toBe(false)
  })

  it('that leak one after the other do so together', () => {
    const kinds: Kind[] = [{ rate: constant(0.6), life: forEver }, busy(exponential(0.5))]
    const each = lives(kinds, everyHours(3, 6), 5, 27)
    expect(isLeak(pooled(each))).toBe(true)
    expect(isLeak(pooled(each.slice(0, 1)))).toBe(false)
  })

  it('of which one leaks are a leak', () => {
    const healthy = [busy(exponential(0.5))]
    const leaking: Kind[] = [{ rate: constant(1), life: forEver }, ...healthy]
    const hours = everyHours(9, 9)
    const all = [watched(healthy, hours, 1), watched(leaking, hours, 2), watched(healthy, hours, 3)].flatMap(
      processesIn,
    )
    expect(isLeak(pooled(all))).toBe(true)
  })

  it('of which the last does not leak any more are none', () => {
    const healthy = [busy(exponential(0.5))]
    const leaking: Kind[] = [{ rate: constant(1), life: forEver }, ...healthy]
    const before = watched(leaking, everyHours(9, 9), 2)
    const after = watched(healthy, everyHours(9, 14), 3, START + 90 * 3_600_000)
    expect(isLeak(pooled([...processesIn(before), ...processesIn(after)]))).toBe(false)
  })

  it('add up', () => {
    const each = lives([busy(exponential(3))], everyHours(3, 8), 3, 30)
    const alone = each.map((life) => pooled([life]))
    const all = pooled(each)
    for (const figure of ['residents', 'joined', 'left', 'dumps', 'processes'] as const)
      expect(all[figure]).toBe(alone.reduce((sum, one) => sum + one[figure], 0))
  })
})

describe('few or hurried dumps', () => {
  const kinds: Kind[] = [{ rate: constant(6), life: forEver }, busy(exponential(0.2))]

  it('say nothing yet', () => {
    expect(survivorsIn(watched(kinds, everyHours(9, 4), 1)).word).toBe('too-few-dumps')
    expect(survivorsIn([]).word).toBe('too-few-dumps')
  })

  it('of some minutes say nothing, however many they are', () => {
    const tenAMinute = watched([{ rate: constant(4000), life: fixed(0.5) }], everyHours(1 / 600, 100), 1)
    expect(survivorsIn(tenAMinute).word).toBe('too-few-dumps')
  })

  it('at once beside others change nothing', () => {
    const hours = everyHours(9, 9)
    const [before, after] = [hours, hours.flatMap((hour) => [hour - 0.01, hour - 0.005, hour])]
    expect(survivorsIn(watched(kinds, after, 4)).word).toBe(survivorsIn(watched(kinds, before, 4)).word)
  })
})
