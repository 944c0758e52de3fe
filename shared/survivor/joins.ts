/** Do new individuals keep joining those that stay? */

import type { LifeStays } from './life-stays.ts'
import { partStays } from './tail.ts'

/** Individuals that joined for good between two dumps. */
interface Entry {
  /** Where the interval begins and how long it is, on the clock that is asked. */
  readonly at: number
  readonly span: number
  readonly joined: number
}

/** Residents that must have joined while watched. */
export const LEAST_RESIDENTS = 5
/** Residents whose uneven course is more than chance. */
const ENOUGH_TO_STOP = 10
/** Cells of watched time; as many as there are intervals between dumps where those are fewer. */
const MOST_CELLS = 8
/** Intervals between dumps: fewer show no course. */
const LEAST_CELLS = 3
/** Share of the cells in which somebody joins. */
const FILLED = 0.5
/** Share of those that joined which one cell may hold: a release or a batch is one, a leak goes on. */
const MOST_IN_CELL = 0.5
/** Pace of the second half, and of the newest, against the first: what fills up has less. */
const SLOWED = 0.35
/** Goroutines that have to pass before their number is a measure of how busy the process was. */
const LEAST_PASSED = 1_000

/** Standard deviations by which entries may lie earlier than even ones would: 10 in 100 even ones do (Laplace's trend test). */
const EARLIER = -1.28
/**
 * Mean place of the entries, as a share of the time watched, above which they count as even, however many they are:
 * those of something that fills up exponentially with a time constant of twice that time lie at 0.459.
 */
const EVEN = 0.46

/**
 * Whether individuals that are beyond an age, and still there, have joined throughout, as far back as that can be
 * told, and whether they have not stopped since. Undefined where they are too few to show a course.
 *
 * Asked over plain time and, where the process was not equally busy, over the goroutines that passed: a leak rests with
 * its load. Of several processes both the course of each and that of the whole must go on: what each builds up at its
 * start is no leak, nor is what one process had.
 */
export function keepJoining(lives: readonly LifeStays[], age: number): boolean | undefined {
  const concerned = lives.filter((life) =>
    entries(life, fromStart, timeOf, age).old.some(({ joined }) => joined > 0),
  )
  const course = (of: readonly LifeStays[], axis: Axis, clock: Clock): Course =>
    merged(of.map((life) => entries(life, axis, clock, age)))
  const { old } = course(concerned, fromStart, timeOf)
  const joined = sum(old, 'joined')
  if (old.length < LEAST_CELLS || joined < LEAST_RESIDENTS) return undefined
  const goOn = CLOCKS.some((clock) => {
    const own = course(concerned, fromStart, clock)
    return (
      (clock !== passedOf || sum(own.old, 'span') >= LEAST_PASSED) &&
      isSpread(own.old) &&
      goesOn(own) &&
      !joinsFewer(own.old) &&
      (lives.length === 1 || goesOn(course(lives, absolute, clock)))
    )
  })
  if (!goOn) return joined < ENOUGH_TO_STOP ? undefined : false
  return partStays(concerned.map((life) => newer(life, age)))
}

/** Those that came in the second half of the time in which the age could be reached: they have to stay as the first do. */
function newer(life: LifeStays, age: number): LifeStays {
  const { times, stays } = life
  const [start = 0, end = 0] = [times[0], times.at(-1)]
  const half = start + (end - age - start) / 2
  return { ...life, stays: stays.filter(({ first }) => (times[first] ?? 0) >= half) }
}

/**
 * Whether fewer and fewer join, as where something fills up: tenants, shards, hosts that are met one by one. Where nobody
 * ever leaves this is all that tells it from a leak.
 */
function joinsFewer(old: readonly Entry[]): boolean {
  const [span, joined] = [sum(old, 'span'), sum(old, 'joined')]
  let done = 0
  let moment = 0
  for (const entry of old.toSorted((a, b) => a.at - b.at)) {
    moment += entry.joined * (done + entry.span / 2)
    done += entry.span
  }
  const place = moment / joined / span
  return place < EVEN && (place - 0.5) * Math.sqrt(12 * joined) < EARLIER
}

type Axis = (life: LifeStays, dump: number) => number
type Clock = (life: LifeStays, dump: number) => number

const fromStart: Axis = ({ times }, dump) => (times[dump] ?? 0) - (times[0] ?? 0)
const absolute: Axis = ({ times }, dump) => times[dump] ?? 0
/** What has gone by between a dump and the one before. */
const timeOf: Clock = ({ times }, dump) => (times[dump] ?? 0) - (times[dump - 1] ?? 0)
const passedOf: Clock = ({ passed }, dump) => passed[dump] ?? 0
const CLOCKS = [timeOf, passedOf]
/** Entries that lie back by the age or more, and those since. */
interface Course {
  readonly old: readonly Entry[]
  readonly young: readonly Entry[]
}

const merged = (courses: readonly Course[]): Course => ({
  old: courses.flatMap(({ old }) => old),
  young: courses.flatMap(({ young }) => young),
})

function isSpread(old: readonly Entry[]): boolean {
  const joined = sum(old, 'joined')
  const cells = cellsOf(old, Math.min(MOST_CELLS, old.length))
  const filled = cells.filter((cell) => cell >= 0.5).length
  return filled >= FILLED * cells.length && Math.max(...cells) <= MOST_IN_CELL * joined
}

function goesOn({ old, young }: Course): boolean {
  const [first = 0, second = 0] = cellsOf(old, 2)
  const [, , last = 0] = cellsOf(old, 3)
  const pace = sum(old, 'joined') / sum(old, 'span')
  return (
    second >= SLOWED * first &&
    last >= 0.5 &&
    // Too little to expect anybody says nothing.
    sum(young, 'joined') >= Math.floor(SLOWED * pace * sum(young, 'span'))
  )
}

/** Entries of those that are still there, by the interval in which they were; of the last dump nobody can be told to stay. */
function entries(life: LifeStays, axis: Axis, clock: Clock, age: number): Course {
  const { times, stays } = life
  const end = times.length - 1
  const joined = new Map<number, number>()
  for (const { first, before, goneBy } of stays)
    if (before >= 0 && goneBy === undefined) joined.set(first, (joined.get(first) ?? 0) + 1)
  const all = times.slice(1, end).map((at, i) => ({
    isOld: (times[end] ?? 0) - at >= age,
    entry: { at: axis(life, i), span: clock(life, i + 1), joined: joined.get(i + 1) ?? 0 },
  }))
  const only = (isOld: boolean): Entry[] => all.filter((one) => one.isOld === isOld).map(({ entry }) => entry)
  return { old: only(true), young: only(false) }
}

const sum = (entries: readonly Entry[], what: 'span' | 'joined'): number =>
  entries.reduce((total, entry) => total + entry[what], 0)

/** Those that joined, in cells of equal watched time; who joined within an interval is spread over it. */
function cellsOf(entries: readonly Entry[], number: number): number[] {
  const cells = new Array<number>(number).fill(0)
  const width = sum(entries, 'span') / number
  let done = 0
  for (const { span, joined } of entries.toSorted((a, b) => a.at - b.at)) {
    const [from, to] = [done / width, (done + span) / width]
    done += span
    for (let cell = Math.floor(from); cell < number && cell <= to; cell++) {
      const part = span === 0 ? 1 : (Math.min(to, cell + 1) - Math.max(from, cell)) / (to - from)
      cells[cell] = (cells[cell] ?? 0) + joined * part
      if (span === 0) break
    }
  }
  return cells
}
