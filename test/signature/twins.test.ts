import { expect, it } from 'vitest'
import { areAsMany, TWIN_SLACK } from '#shared/signature/twins.ts'

it.each([
  [866, 869, true],
  [869, 866, true],
  [866, 870, false],
  [1390, 1390, true],
])('%i and %i as twins: %s', (a, b, are) => expect(areAsMany(a, b)).toBe(are))

it('takes the slack that it is given instead', () => {
  expect([areAsMany(10, 11, 0), areAsMany(10, 11, 1), TWIN_SLACK]).toEqual([false, true, 3])
})
