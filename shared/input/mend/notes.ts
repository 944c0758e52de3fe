/** What was mended or lost, one note per kind, counted in goroutines. */

import type { CleanDump } from '../clean-dump.ts'

type Notes = CleanDump['notes']

interface Tally {
  readonly line: number
  goroutines: number
  readonly says: (goroutines: string) => string
}

export class NoteBook {
  readonly #tallies = new Map<string, Tally>()

  /** Adds goroutines to the note of a kind; `says` makes its sentence from words such as `3 goroutines`. */
  add(kind: string, line: number, says: (goroutines: string) => string, goroutines = 1): void {
    const tally = this.#tallies.get(kind)
    if (tally === undefined) this.#tallies.set(kind, { line, goroutines, says })
    else tally.goroutines += goroutines
  }

  list(): Notes {
    return [...this.#tallies.values()].map(({ line, goroutines, says }) => ({
      line,
      goroutines,
      says: says(counted(goroutines)),
    }))
  }
}

const counted = (goroutines: number): string =>
  `${goroutines.toLocaleString('en-US')} goroutine${goroutines === 1 ? '' : 's'}`
