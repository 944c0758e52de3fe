import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasStartMark, instanceOf, type ProcessFacts, processId } from '#shared/trend/process.ts'

const NOTHING: ProcessFacts = {
  instance: 'checkout-1',
  startedAt: undefined,
  session: undefined,
  version: undefined,
  buildId: undefined,
}
const STARTED = Date.UTC(2026, 8, 7, 5, 4, 3, 89)
const ALL = { startedAt: STARTED, session: '6f1c', version: 'v1.4.2', buildId: '0a1b2c3d4e5f60718293' }

describe('processId', () => {
  it.each([
    { name: 'the start, to the second', give: ALL, want: 'checkout-1@20260907T050403Z' },
    {
      name: 'the session and the version without a start',
      give: { ...ALL, startedAt: undefined },
      want: 'checkout-1@session-6f1c,version-v1.4.2',
    },
    { name: 'the session alone', give: { session: '6f1c' }, want: 'checkout-1@session-6f1c' },
    {
      name: 'the version without both',
      give: { version: 'v1.4.2', buildId: ALL.buildId },
      want: 'checkout-1@version-v1.4.2',
    },
    { name: 'the build alone', give: { buildId: ALL.buildId }, want: 'checkout-1@build-0a1b2c3d4e5f' },
    { name: 'nothing', give: {}, want: 'checkout-1@unmarked' },
  ])('marks a life by $name', ({ give, want }) => {
    expect(processId({ ...NOTHING, ...give })).toBe(want)
  })

  it('gives each start another id, and keeps it for the same one', () => {
    const id = (startedAt: number): string => processId({ ...NOTHING, startedAt })
    expect(id(STARTED + 1000)).not.toBe(id(STARTED))
    expect(id(STARTED + 5)).toBe(id(STARTED))
  })
})

describe('hasStartMark', () => {
  it.each([
    { give: ALL, want: true },
    { give: { session: '20260907T050403Z' }, want: false },
    { give: { version: 'v20260907' }, want: false },
    { give: {}, want: false },
  ])('is $want for $give', ({ give, want }) => {
    expect(hasStartMark(processId({ ...NOTHING, ...give }))).toBe(want)
  })
})

describe('instanceOf', () => {
  it('gives back the instance of every id, also where a version holds an @', () => {
    const instance = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,20}$/)
    const text = fc.option(fc.stringMatching(/^[\x21-\x7e]{1,20}$/), { nil: undefined })
    fc.assert(
      fc.property(fc.record({ instance, session: text, version: text }), (facts) => {
        expect(instanceOf(processId({ ...NOTHING, ...facts }))).toBe(facts.instance)
      }),
    )
    expect(instanceOf(processId({ ...NOTHING, version: '@shop/checkout@1.4.2' }))).toBe('checkout-1')
  })
})
