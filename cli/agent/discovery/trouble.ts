import type { Log } from '../log.ts'
import type { NoList } from './source.ts'

/** What keeps a source from its list, each reason logged once until it is over; and that it is over. */
export class Trouble {
  readonly #log: Log
  readonly #from: string
  readonly #told = new Set<string>()

  /** @param from name of the source */
  constructor(log: Log, from: string) {
    this.#log = log
    this.#from = from
  }

  note({ message, todo }: NoList): void {
    if (this.#told.has(message)) return
    this.#told.add(message)
    this.#log('targets not read', { from: this.#from, why: message, ...(todo !== undefined && { todo }) })
  }

  over(): void {
    if (this.#told.size > 0) this.#log('targets read again', { from: this.#from })
    this.#told.clear()
  }
}
