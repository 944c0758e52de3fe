import { expect, test } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import type { Cause } from '#shared/cause/cause.ts'
import { inWords } from '#shared/store/old-words.ts'

/** As rows spelt a cause before 2026-11-30. */
const LETTERS: Readonly<Record<string, string>> = {
  leak: 'L',
  background: 'B',
  capacity: 'C',
  transient: 'T',
  http: 'A',
  database: 'B',
  rpc: 'C',
  system: 'D',
  shape: 'E',
  housekeeping: 'F',
  'stack-and-cause': 'V',
  stack: 'S',
  cause: 'P',
}
const spelt = (cause: Cause): object =>
  Object.fromEntries(
    Object.entries(cause).map(([member, value]) => {
      const isCoded = member === 'class' || member === 'group' || member === 'basis'
      return [member === 'basis' ? 'evidence' : member, isCoded ? LETTERS[value] : value]
    }),
  )

test('a cause that a row spells with letters reads, to the letter, as one written today', () => {
  const [first, second] = CATALOGUE
  for (const cause of CATALOGUE) {
    expect(JSON.stringify(inWords({ count: 3, cause: spelt(cause), water: [] }))).toBe(
      JSON.stringify({ count: 3, cause, water: [] }),
    )
    expect(JSON.stringify(inWords({ cause }))).toBe(JSON.stringify({ cause }))
  }
  const candidates = [first as Cause, second as Cause]
  expect(
    inWords({ ambiguity: { tellApart: 'look at the creator', candidates: candidates.map(spelt) } }),
  ).toEqual({ ambiguity: { tellApart: 'look at the creator', candidates } })
})
