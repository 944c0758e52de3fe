import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layouts, partOf, partsAt, spansOf } from '#shared/store/layout.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

const NOW = Date.parse('2026-09-07T08:30:00Z')

function opened() {
  const clock = { now: NOW }
  const rows = memoryRows(() => clock.now)
  return { clock, of: () => layouts(rows, () => clock.now) }
}

describe('a service', () => {
  test('is in one part until it is spread, from two hours after its hour on, for everybody who reads', async () => {
    const { clock, of } = opened()
    const [reader, judge] = [of(), of()]
    expect(await reader.of('acme', 'api')).toMatchObject({ wideFrom: undefined })
    await judge.widen('acme', 'api', NOW)
    const wideFrom = Date.parse('2026-09-07T10:00:00Z')
    expect(await reader.of('acme', 'api')).toMatchObject({ wideFrom: undefined })
    clock.now += 10 * MINUTE
    expect(await reader.of('acme', 'api')).toMatchObject({ wideFrom })
    expect(clock.now).toBeLessThan(wideFrom - HOUR)
    expect(await reader.of('acme', 'apis')).toMatchObject({ wideFrom: undefined })
  })

  test('that is spread stays as it is', async () => {
    const { clock, of } = opened()
    await of().widen('acme', 'api', NOW)
    const before = await of().of('acme', 'api')
    clock.now += 9 * HOUR
    for (const judge of [of(), of()]) await judge.widen('acme', 'api', clock.now)
    expect((await of().of('acme', 'api')).wideFrom).toBe(before.wideFrom)
  })
})

describe('parts', () => {
  test('take an even share of the processes each', () => {
    const layout = { wideFrom: 0 }
    const parts = Map.groupBy(
      Array.from({ length: 64_000 }, (_, i) => `pod-${i}@20260907T000000Z`),
      (process) => partOf(layout, process, NOW),
    )
    expect([...parts.keys()].toSorted()).toEqual(partsAt(layout, NOW))
    for (const some of parts.values()) {
      expect(some.length).toBeGreaterThan(800)
      expect(some.length).toBeLessThan(1_200)
    }
  })

  test('of a range are those of its spans, which lie end to end', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.option(fc.nat(99), { nil: undefined }), (a, b, wideFrom) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const spans = spansOf({ wideFrom }, from, to)
        expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(to - from)
        for (const span of spans)
          expect(partsAt({ wideFrom }, span.from)).toBe(partsAt({ wideFrom }, span.to - 1))
      }),
    )
  })
})
