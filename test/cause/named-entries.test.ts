import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { matchesName, nameMatcher } from '#shared/cause/name-pattern.ts'
import { entriesByName } from '#shared/cause/named-entries.ts'
import { fits } from '#shared/cause/stack-pattern.ts'
import { CASES } from './cases/all.ts'

const NAMES = [
  ...new Set(CATALOGUE.flatMap(({ match }) => match.flatMap(({ top = [], any = [] }) => [...top, ...any]))),
]
const STACKS = CASES.flatMap(({ matches, misses }) => [matches, misses])

describe('the names of the whole catalogue at once', () => {
  test('are told of each function as one by one', () => {
    const matches = nameMatcher(NAMES)
    for (const frame of new Set(STACKS.flatMap(({ frames }) => frames)))
      expect(new Set(matches(frame)), frame).toEqual(
        new Set(NAMES.filter((name) => matchesName(frame, name))),
      )
  })

  test('leave no entry out that fits, and keep the order', () => {
    const entriesFor = entriesByName(CATALOGUE)
    for (const stack of STACKS) {
      const found = entriesFor(stack.frames)
      const fitting = CATALOGUE.filter(({ match }) => match.some((pattern) => fits(stack, pattern)))
      expect(found.filter((entry) => fitting.includes(entry))).toEqual(fitting)
    }
  })
})
