/** The three answers of a reader: this is mine and here it is, this is not mine, this is mine but refused. */

/** Why an input is refused as a whole; a part of the closed list in `shared/api/reason.ts`. */
export type ReadReason =
  | 'empty-body'
  | 'unknown-format'
  | 'not-a-goroutine-profile'
  | 'delta-profile'
  | 'several-dumps'
  | 'malformed-profile'
  | 'malformed-gzip'
  | 'malformed-zstd'
  | 'inflated-too-large'
  | 'too-many-samples'
  | 'too-many-frames'
  | 'too-slow'
  | 'body-too-large'
  | 'too-many-sockets'

/** An input that is refused as a whole. `limit` and `actual` are set if a limit was passed. */
export interface Broken {
  readonly reason: ReadReason
  /** One sentence: what was found and what to do. */
  readonly detail: string
  readonly limit?: number
  readonly actual?: number
}

/** What a reader of one form says. `Found` names what it found, for example `{ profile: GoroutineProfile }`. */
export type Answer<Found> = Decided<Found> | { readonly answer: 'not-mine' }

/** What all readers together say: the input is read or refused. */
export type Decided<Found> =
  | ({ readonly answer: 'recognised' } & Found)
  | { readonly answer: 'broken'; readonly broken: Broken }

/** Asks the readers in their order; the first that does not say `not-mine` decides. Undefined if none does. */
export function firstDecided<Found>(readers: Iterable<() => Answer<Found>>): Decided<Found> | undefined {
  for (const read of readers) {
    const answer = read()
    if (answer.answer !== 'not-mine') return answer
  }
  return undefined
}
