/** Reads an input as the tests of this folder do, and says what its dumps hold. */

import { readFileSync } from 'node:fs'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { INPUT_LIMITS, type InputLimits } from '#shared/input/input-limits.ts'
import { type InputReading, readInput } from '#shared/input/read-input.ts'

/** When all inputs of these tests were written: after every time that stands in them. */
const WRITTEN_AT = Date.UTC(2026, 11, 1)

export const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/goroutine/${name}`, import.meta.url), 'utf8')

export async function read(
  text: string | Uint8Array,
  limits: Partial<InputLimits> = {},
  name = 'dump',
): Promise<InputReading> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return readInput({ name, bytes, modifiedAt: WRITTEN_AT }, { ...INPUT_LIMITS, ...limits })
}

/** What the strict readers say of a dump; without the problems, whose lines a wrapping moves. */
export async function said(bytes: Uint8Array) {
  const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') return reading.broken
  const { total, groups, unread } = reading.profile
  return { total, unread, groups }
}

/** A goroutine of a made dump: the function tells whose it is. */
export const goroutine = (id: number, name = 'main.ask', state = 'chan send'): string =>
  `goroutine ${id} [${state}]:\n${name}.func1()\n\t/src/main.go:9 +0x1d\ncreated by ${name} in goroutine 1\n\t/src/main.go:8 +0x5a\n`

/** A made dump of goroutines with these ids. */
export const dumpOf = (ids: readonly number[], name?: string): string =>
  ids.map((id) => goroutine(id, name)).join('\n')

/** A made profile of counted text. */
export const countedOf = (count: number, name = 'main.ask'): string =>
  `goroutine profile: total ${count}\n${count} @ 0x43c365 0x40892f\n#\t0x925da8\t${name}.func1+0x708\t/src/main.go:9\n`

/** How many goroutines each dump has, with its source: `web-1: 3`. */
export async function totals(reading: InputReading): Promise<string[]> {
  return Promise.all(
    reading.dumps.map(async ({ source, bytes }) => {
      const what = await said(bytes)
      return `${source}: ${'total' in what ? what.total : what.reason}`
    }),
  )
}
