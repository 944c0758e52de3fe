import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { survivorSays } from '#shared/survivor/sentence.ts'
import { HOUR } from '#shared/time.ts'
import {
  constant,
  daily,
  everyHours,
  exponential,
  filling,
  fixed,
  forEver,
  type Kind,
  pareto,
  START,
  survivorsIn,
  until,
  watched,
} from './population.ts'

const GOLDEN = fileURLToPath(new URL('../fixtures/survivor/told.txt', import.meta.url))

const leak = (rate: number, origin?: number): Kind => ({
  rate: constant(rate),
  life: forEver,
  ...(origin === undefined ? {} : { origin }),
})
const requests: Kind = { rate: constant(20), life: exponential(0.5) }
const streams: Kind = { rate: constant(6), life: exponential(5) }

const POPULATIONS: Readonly<Record<string, readonly Kind[]>> = {
  'nobody of the stack': [],
  'one that stays': [{ rate: until(0.1, constant(10)), life: forEver }],
  'requests of half an hour': [requests],
  'streams of some hours': [streams],
  'streams with a long tail, with the day': [{ rate: daily(12, 0.03), life: pareto(1, 1.3) }],
  'sessions of 12 hours': [{ rate: constant(3), life: fixed(12) }],
  'a pool': [{ rate: until(2, constant(30)), life: forEver }],
  'a pool beside requests': [{ rate: until(2, constant(30)), life: forEver }, requests],
  'tenants that move in': [{ rate: filling(80, 12), life: forEver }],
  'a leak alone': [leak(3)],
  'a slow leak beside requests': [leak(0.5), requests],
  'a leak beside streams': [leak(2), streams],
  'a leak of its own origin beside streams': [leak(1, 0x20002), { rate: constant(20), life: exponential(9) }],
  'a leak that has stopped': [{ rate: until(30, constant(2)), life: forEver }, requests],
}
const WATCHES = { 'each 9 h': everyHours(9, 9), hourly: everyHours(1, 60), 'three times': everyHours(8, 3) }

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value

/** What the individuals of a population say, of one process and of two lives of it. */
function told(name: string, kinds: readonly Kind[], watch: string, hours: readonly number[]): string {
  const once = watched(kinds, hours, 7)
  const again = watched(kinds, hours, 8, START + (hours.at(-1) ?? 0) * HOUR + HOUR)
  const lines = [once, [...once, ...again]].map((observations) => {
    const survivors = survivorsIn(observations)
    return `${survivorSays(survivors) ?? '-'}\n${JSON.stringify(survivors, rounded)}`
  })
  return `# ${name}, dumped ${watch}\n${lines.join('\n')}\n`
}

/** A line that changes is a stack that may be told otherwise: it is to be meant. */
test('the individuals of each population say what they said before', async () => {
  const all = Object.entries(POPULATIONS).flatMap(([name, kinds]) =>
    Object.entries(WATCHES).map(([watch, hours]) => told(name, kinds, watch, hours)),
  )
  await expect(all.join('\n')).toMatchFileSnapshot(GOLDEN)
})
