import fc from 'fast-check'

/** Pieces of names, ids, times and cursors that mean something to a path, a header, a key, a shell, a page or a person. */
const PIECES = [
  ...'.. . ../ ..\\ %2e%2e%2f %252e%252e%252f / // \\ %2f ; ? # % %zz %c0%ae'.split(' '),
  ...'%00 %0d%0a x-a:b " \' <b> $7 {} [] , * ~ } ! | @ %23'.split(' '),
  ...['\0', '\r\n', '\t', ' '],
  // Look-alikes of letters, dots and slashes, marks that are not seen, and half a character.
  ...[
    '\u0430',
    '\u2024\u2024',
    '\uff0f',
    '\u2215',
    '\u202e',
    '\u200b',
    '\ufeff',
    'e\u0301',
    '\u00df',
    '\ud800',
    '\u{1f600}',
  ],
  ...'acme umbrella checkout vault profiles/ uploads/ service# finding# cursor block open'.split(' '),
  ...'0 -1 1e9 NaN null __proto__ constructor 2026-02-30T00:00:00Z +275760-09-13T00:00:00Z'.split(' '),
  '9'.repeat(30),
]
/** Characters of a name that is far too long. */
const LONG = 10_000

const piece = fc.constantFrom(...PIECES)
const trick = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 6 }).map((some) => some.join('')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a', '../', '\u0430', '%').map((part) => part.repeat(LONG / part.length)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  // A cursor that decodes to one.
  { weight: 1, arbitrary: piece.map((text) => Buffer.from(text).toString('base64url')) },
)

/** What stands in place of the right value. */
export type Instead = (right: string) => string

/** A trick, one of the values that belong to somebody else, or the right one with a trick before or behind it. */
export const instead = (foreign: readonly string[]): fc.Arbitrary<Instead> =>
  fc.oneof(
    trick.map((text) => () => text),
    fc.constantFrom(...foreign).map((id) => () => id),
    trick.map((text) => (right: string) => text + right),
    // Begins as a name that the caller may say.
    { weight: 3, arbitrary: trick.map((text) => (right: string) => right + text) },
  )

/** What is tried for every parameter, whatever chance brings. */
export const ALWAYS: readonly Instead[] = [
  (right) => right + 'a'.repeat(LONG),
  (right) => `${right}#block`,
  (right) => `${right}/../vault`,
  (right) => `${right}\r\nx-evil: 1`,
  () => '',
]
