import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import { readInput } from '#shared/input/read-input.ts'
import { PREFIXES, STRUCTURES } from './wrappings.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/goroutine/${name}`, import.meta.url), 'utf8')

/** Dumps of real programs, as the runtime wrote them. */
const DUMPS = [
  'go1.27.goroutine.debug2.txt',
  'go1.19.goroutine.debug2.txt',
  'go1.27.goroutine.debug1.txt',
] as const

/** What the strict readers say of a dump; without the problems, whose lines a wrapping moves. */
async function said(bytes: Uint8Array) {
  const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') return reading.broken
  const { total, groups, unread } = reading.profile
  return { total, unread, groups }
}

async function dumpsIn(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return readInput({ name: 'dump', bytes, modifiedAt: Date.UTC(2026, 11, 1) }, INPUT_LIMITS)
}

describe.each(DUMPS)('%s', (name) => {
  const dump = fixture(name)
  const lines = dump.replace(/\n$/, '').split('\n')
  test.each(Object.entries({ ...PREFIXES, ...STRUCTURES }))('comes back out of: %s', async (_, wrap) => {
    const { dumps, refusals } = await dumpsIn(wrap(lines))
    expect(refusals).toEqual([])
    expect(dumps).toHaveLength(1)
    expect(await said(dumps[0]?.bytes ?? new Uint8Array())).toEqual(await said(Buffer.from(dump)))
  })
})
