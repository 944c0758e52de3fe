import fc from 'fast-check'
import type { Sighting } from '#shared/signature/signature.ts'

/** Ids of signatures: 16 hex digits. */
export const anySignatureId: fc.Arbitrary<string> = fc.stringMatching(/^[0-9a-f]{16}$/)

const anyCount = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 40 }))
const anyState = fc.oneof(
  fc.constantFrom('chan send', 'select', 'IO wait', 'select (no cases)', 'chan receive (nil chan)'),
  fc.string(),
)
const countsOf = (key: fc.Arbitrary<string>): fc.Arbitrary<Map<string, number>> =>
  fc
    .uniqueArray(fc.tuple(key, anyCount), { selector: ([name]) => name, maxLength: 5 })
    .map((all) => new Map(all))

/** Sightings as any dump could give them: one state or several, known ones or not, with and without ages. */
export const anySightings: fc.Arbitrary<Sighting[]> = fc.array(
  fc
    .record({
      signature: anySignatureId,
      count: anyCount,
      leaked: fc.oneof(fc.constant(0), anyCount),
      states: countsOf(anyState),
      wholeState: fc.option(anyState, { nil: undefined }),
      ages: fc.option(
        fc.record({
          count: anyCount,
          distinct: anyCount,
          youngest: anyCount,
          median: anyCount,
          oldest: anyCount,
        }),
        { nil: undefined },
      ),
      labelKeys: countsOf(fc.string()),
    })
    .map(({ wholeState, ...sighting }) =>
      wholeState === undefined ? sighting : { ...sighting, states: new Map([[wholeState, sighting.count]]) },
    ),
  { maxLength: 20 },
)
