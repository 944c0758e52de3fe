/** Where targets are told of beside the options: a file, an address, Kubernetes. */

import type { Target } from '../target.ts'

/** A target that cannot be pulled as it is told. */
export interface LeftOut {
  /** Whose it is, as log lines call it. */
  readonly what: string
  /** Limit, actual value and what to do. */
  readonly why: string
}

/** A whole list. */
export interface Found {
  readonly targets: readonly Target[]
  readonly leftOut: readonly LeftOut[]
}

export interface Source {
  /** How log lines call it. */
  readonly name: string
  /** The list as it is now. @throws NoList */
  read(signal: AbortSignal): Promise<Found>
  /**
   * Tells the list when it is known, and again when it changes, until the signal. Never throws: what keeps it from a list is
   * logged once, and the last list stays.
   */
  watch(tell: (found: Found) => void, stop: AbortSignal): Promise<void>
}

/** Why there is no list now. */
export class NoList extends Error {
  /** What a person has to do first. */
  readonly todo: string | undefined

  constructor(why: string, todo?: string) {
    super(why)
    this.todo = todo
  }
}
