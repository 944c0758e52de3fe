/** Lives on both sides of what the rules of growth decide. */

import { HOUR, MINUTE } from '#shared/time.ts'
import { counted, noisy } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import * as traffic from '../traffic.ts'

export interface RuledLife {
  readonly name: string
  readonly counts: readonly number[]
  /** Milliseconds between two counts; ten minutes unless said. */
  readonly step?: number
  /** Served connections beside it. */
  readonly served?: readonly number[]
  /** It is what serves. */
  readonly serves?: boolean
  /** Processes of the service at each time. */
  readonly company?: readonly number[]
}

const { HOURS } = shape
const addUp = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((count, i) => count + (b[i] ?? 0))
const byHour = (hours: number, countAt: (hour: number) => number): number[] => counted(hours, countAt, HOUR)

/** Hours between 8 and 18 o'clock in a life that began at midnight. */
const officeHours = (hour: number): number =>
  10 * Math.floor(hour / 24) + Math.min(10, Math.max(0, (hour % 24) - 8))
/** Healthy ones that come by day and leave in the evening. */
const visitors = (hour: number): number => 8 * Math.max(0, Math.sin((Math.PI * ((hour % 24) - 7)) / 14))
/** 20 connections at night, 100 at noon. */
const dayAndNight = (hour: number): number => 60 - 40 * Math.cos((2 * Math.PI * hour) / 24)
/** A morning: twelve hours in which the load rises by this factor. */
const morning = (factor: number): number[] => counted(12, (hour) => 20 * (1 + ((factor - 1) * hour) / 12))

const SHAPES: readonly RuledLife[] = Object.entries({
  'a leak of 5 an hour': shape.leak,
  'a leak of 5 an hour with noise': shape.noisyLeak,
  'a leak whose every ninth count is 0': shape.leakWithHoles,
  'a leak that slows to a half': shape.slowingLeak,
  'a leak that begins late': shape.lateLeak,
  'a leak of 2 an hour under a daily wave': shape.leakUnderWave,
  'a flat line': shape.flat,
  'a daily wave': shape.dailyWave,
  'a spike that drains': shape.spikeAndDrain,
  'a pool that was resized': shape.poolResize,
  'a pool that was resized twice': traffic.resizedTwice,
  'a warm-up that levels': shape.warmUpThatLevels,
}).map(([name, counts]) => ({ name, counts }))

const SIZES: readonly RuledLife[] = [
  { name: 'growth of ten', counts: counted(HOURS, (hour) => (hour < 24 ? 5 : 15)) },
  { name: 'growth of eleven', counts: counted(HOURS, (hour) => (hour < 24 ? 5 : 16)) },
  { name: 'growth of a fifth', counts: counted(HOURS, (hour) => (hour < 24 ? 100 : 120)) },
  { name: 'two counts', counts: [7, 20_000] },
  { name: 'eight counts that rise', counts: [1, 3, 5, 7, 9, 11, 13, 15] },
  { name: 'ten counts that rise', counts: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19] },
  { name: 'six an hour for seven hours, then none', counts: [...counted(7, (hour) => 6 * hour), 39, 39, 39] },
  { name: 'jumps of one size, four of them', counts: counted(HOURS, (hour) => 30 * Math.floor(hour / 10)) },
  {
    name: 'waves within a rise',
    counts: byHour(72, (hour) => 20 + 3 * hour + (hour % 6 < 3 ? 10 : 0)),
  },
]

const BURSTS: readonly RuledLife[] = [
  { name: '15 a minute', counts: counted(0.3, (hour) => 10 + 900 * hour, MINUTE), step: MINUTE },
  {
    name: '50 in twelve counts',
    counts: Array.from({ length: 12 }, (_, i) => (i === 11 ? 60 : 10)),
    step: MINUTE,
  },
  {
    name: '50 in eleven counts',
    counts: Array.from({ length: 11 }, (_, i) => (i === 10 ? 60 : 10)),
    step: MINUTE,
  },
  {
    name: '49 in twelve counts',
    counts: Array.from({ length: 12 }, (_, i) => (i === 11 ? 59 : 10)),
    step: MINUTE,
  },
  { name: 'a level of 80 doubled', counts: counted(0.3, (hour) => 80 + 400 * hour, MINUTE), step: MINUTE },
  {
    name: 'many, of which one left',
    counts: [...counted(0.3, (hour) => 10 + 900 * hour, MINUTE), 200],
    step: MINUTE,
  },
  {
    name: 'many, an hour ago',
    counts: counted(2, (hour) => Math.min(900, 10 + 900 * hour), MINUTE),
    step: MINUTE,
  },
  { name: 'ten thousand in each of three', counts: [5, 10_000, 10_000, 10_000] },
  { name: 'ten thousand in two', counts: [9_999, 10_000, 10_000] },
]

const DAYS: readonly RuledLife[] = [
  ...[40, 48, 49, 65, 73, 96, 110].map((hours) => ({
    name: `a leak in office hours, after ${hours} hours`,
    counts: byHour(hours, (hour) => 3 * officeHours(hour) + visitors(hour)),
  })),
  ...[60, 72].map((hours) => ({
    name: `one in office hours alone, after ${hours} hours`,
    counts: byHour(hours, (hour) => Math.floor(officeHours(hour) / 5)),
  })),
  {
    name: 'a leak in office hours, at night',
    counts: byHour(55, (hour) => 3 * officeHours(hour) + visitors(hour)),
  },
  {
    name: 'a leak in office hours, in the third morning',
    counts: byHour(59, (hour) => 3 * officeHours(hour) + visitors(hour)),
  },
  {
    name: 'a leak in office hours of the first two days',
    counts: byHour(80, (hour) => 3 * officeHours(Math.min(hour, 48)) + visitors(hour)),
  },
  {
    name: 'a first day, then visitors alone',
    counts: byHour(71, (hour) => 4 * officeHours(Math.min(hour, 24)) + visitors(hour)),
  },
  {
    name: 'a leak in office hours for four days',
    counts: byHour(97, (hour) => 3 * officeHours(hour) + visitors(hour)),
  },
  { name: 'two a day', counts: byHour(60, (hour) => 2 * Math.floor(hour / 24)) },
  {
    name: 'a job that rests at the weekend',
    counts: byHour(96, (hour) => 12 * Math.min(hour, 20) + 12 * Math.max(0, hour - 70)),
  },
  {
    name: 'a job that comes on slower than it began',
    counts: byHour(96, (hour) => 12 * Math.min(hour, 20) + 4 * Math.max(0, hour - 70)),
  },
  {
    name: 'a job that comes on with less than another day lost',
    counts: byHour(96, (hour) => 12 * Math.min(hour, 20) - (hour > 40 ? 90 : 0) + 4 * Math.max(0, hour - 80)),
  },
]

const LOADS: readonly RuledLife[] = [
  {
    name: 'a rise about in step with a morning that doubles',
    counts: noisy(
      morning(2).map((count) => 3 * count),
      51,
      8,
    ),
    served: noisy(morning(2), 52, 3),
  },
  {
    name: 'a rise about in step with a morning that is five times as busy',
    counts: noisy(
      counted(12, (hour) => 10 + 40 * hour),
      53,
      25,
    ),
    served: noisy(morning(5), 54, 6),
  },
  {
    name: 'a rise that nothing left, while the traffic went up and down',
    counts: counted(12, (hour) => 30 + 2 * hour),
    served: noisy(morning(2), 55, 12),
  },
  { name: 'a leak beside steady traffic', counts: shape.noisyLeak, served: traffic.steady },
  { name: 'a leak beside a daily wave', counts: shape.noisyLeak, served: traffic.daily },
  { name: 'a leak beside growing traffic', counts: shape.noisyLeak, served: traffic.growing },
  { name: 'a leak per request', counts: traffic.leakPerRequest, served: traffic.daily },
  {
    name: 'two workers for each connection',
    counts: noisy(
      traffic.growing.map((count) => 2 * count + 5),
      12,
      1,
    ),
    served: traffic.growing,
  },
  { name: 'one worker for each connection', counts: traffic.growing, served: traffic.growing },
  { name: 'a connection itself, for two days', counts: traffic.growing, serves: true },
  { name: 'a connection itself, for three days', counts: counted(72, (hour) => 20 + 2 * hour), serves: true },
  {
    name: 'a connection to each process',
    counts: counted(HOURS, (hour) => 4 * (3 + Math.floor(hour / 8))),
    company: counted(HOURS, (hour) => 3 + Math.floor(hour / 8)),
  },
  {
    name: 'a pool that keeps its peak',
    counts: traffic.daily.map((_, i) => 5 + Math.max(...traffic.daily.slice(0, i + 1))),
    served: traffic.daily,
  },
  { name: 'a warm-up that levels under a daily wave', counts: shape.warmUpThatLevels, served: traffic.daily },
  {
    name: 'a leak among what goes with the traffic, in its evening',
    counts: counted(46, (hour) => dayAndNight(hour) + 1.5 * hour),
    served: counted(46, dayAndNight),
  },
  {
    name: 'what goes with the traffic, in its evening',
    counts: noisy(counted(46, dayAndNight), 31, 2),
    served: counted(46, dayAndNight),
  },
  {
    name: 'a rise in step with a morning that doubles',
    counts: morning(2).map((count) => 3 * count),
    served: morning(2),
  },
  {
    name: 'a rise whose steps follow those of a morning',
    counts: addUp(
      morning(2),
      counted(12, (hour) => 12 * hour),
    ),
    served: morning(2),
  },
  {
    name: 'a rise beyond a morning that is five times as busy',
    counts: counted(12, (hour) => 10 + 40 * hour),
    served: morning(5),
  },
  {
    name: 'a rise in a morning that is a fifth busier',
    counts: counted(12, (hour) => 10 + 2 * hour),
    served: morning(1.2),
  },
  {
    name: 'a leak as the traffic falls',
    counts: shape.noisyLeak,
    served: counted(HOURS, (hour) => 120 - 2 * hour),
  },
  { name: 'nothing that grows as the traffic rises', counts: shape.flat, served: traffic.growing },
  {
    name: 'a leak beside one more connection a day',
    counts: counted(HOURS, (hour) => 20 + hour),
    served: noisy(
      counted(HOURS, (hour) => 100 + hour / 4),
      41,
      2,
    ),
  },
]

/** From noon to midnight, busy until the evening. */
const evening = counted(12, (hour) => Math.max(2, 80 - 12 * hour))

const CEILINGS: readonly RuledLife[] = [
  {
    name: 'a cache that fills',
    counts: noisy(
      counted(HOURS, (hour) => 20 + 300 * (1 - Math.exp(-hour / 26))),
      13,
      1,
    ),
  },
  {
    name: 'a job that rests for days and comes on as fast as it began',
    counts: byHour(96, (hour) => 12 * Math.min(hour, 20) + 12 * Math.max(0, hour - 88)),
  },
  {
    name: 'the same, half as fast',
    counts: byHour(96, (hour) => 12 * Math.min(hour, 20) + 6 * Math.max(0, hour - 88)),
  },
  { name: 'a leak per request until the evening', counts: traffic.leakedBy(evening, 6), served: evening },
  {
    name: 'a warm-up that is over in the evening',
    counts: noisy(
      counted(12, (hour) => 60 * (1 - Math.exp(-hour / 3))),
      14,
      3,
    ),
    served: evening,
  },
]

export const RULED_LIVES: readonly RuledLife[] = [
  ...SHAPES,
  ...SIZES,
  ...BURSTS,
  ...DAYS,
  ...LOADS,
  ...CEILINGS,
]
