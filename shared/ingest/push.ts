import type { ProfileType } from '#shared/goroutine/model.ts'
import type { ProcessFacts } from '#shared/trend/process.ts'

/** A profile as some protocol brought it, and what that protocol said about it. */
export interface ProfilePush {
  /** From the token, never from the request. */
  readonly tenant: string
  readonly service: string
  readonly process: ProcessFacts
  readonly labels: Readonly<Record<string, string>>
  /** When the dump was taken, milliseconds since the epoch; undefined: as the dump says, or now. */
  readonly at: number | undefined
  /** When the sender spoke of it, where that was before it came: stands for now in the line above. */
  readonly announcedAt?: number
  /** What the sender calls it. A debug=2 dump does not say which profile it is; the others do. */
  readonly type: ProfileType | undefined
  /** Which way it came in. */
  readonly source: string
  readonly body: Uint8Array
}

/** What became of a push. */
export type PushOutcome =
  /** A snapshot of its own. */
  | 'stored'
  /** These very bytes stand in their slot already. */
  | 'duplicate'
  /** Other bytes were first in this slot; these are dropped, counts are gauges. */
  | 'coalesced'
