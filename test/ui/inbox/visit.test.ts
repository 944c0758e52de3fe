import { describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { nextVisit, readVisit, type Visit } from '#ui/inbox/visit.ts'

/** What each look finds to be new since when, in minutes. */
function sinceOf(looks: readonly number[]): number[] {
  let visit: Visit | undefined
  return looks.map((minute) => {
    visit = nextVisit(visit, minute * MINUTE)
    return visit.since / MINUTE
  })
}

describe('a visit', () => {
  test('of whoever was never here begins a day ago', () => expect(sinceOf([5_000])).toEqual([5_000 - 1_440]))

  test('is one while the reader looks again and again, and what was new stays new', () => {
    expect(sinceOf([0, 20, 45])).toEqual([-1_440, -1_440, -1_440])
  })

  test('ends with the last look half an hour ago', () => {
    expect(sinceOf([0, 20, 51, 60, 500])).toEqual([-1_440, -1_440, 20, 20, 60])
  })

  test.each([undefined, '', '7', '[]', 'null', '{"since":1}', '{"since":"1","seen":2}'])(
    'that the browser has kept as %j is none',
    (text) => expect(readVisit(text)).toBeUndefined(),
  )
})
