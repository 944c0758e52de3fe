import { expect, test } from 'vitest'
import { withoutClosure } from '#shared/goroutine/closure.ts'

test.each([
  ['main.(*pool).start.func2.1', 'main.(*pool).start'],
  ['main.main.gowrap1', 'main.main'],
  ['main.f.deferwrap2', 'main.f'],
  ['main.each-range1.func3', 'main.each'],
  ['main.glob..func1', 'main.glob.'],
  ['main.v2', 'main.v2'],
  ['main.f.func', 'main.f.func'],
  ['12', '12'],
  ['', ''],
])('%s without its closures is %s', (name, around) => {
  expect(withoutClosure(name)).toBe(around)
})
