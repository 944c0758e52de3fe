import type { Log } from '../log.ts'
import type { NoList } from './source.ts'

/** What keeps a source from its list, logged once for as long as it is the same; and that it is over. */
export class Trouble {
  readonly #log: Log
  readonly #from: string
  #why: string | undefined

  /** @param from name of the source */
  constructor(log: Log, from: string) {
    this.#log = log
    this.#from = from
  }

  note({ message, todo }: NoList): void {
    if (message === this.#why) return
    this.#why = message
    this.#log('targets not read', { from: this.#from, why: message, ...(todo !== undefined && { todo }) })
  }

  over(): void {
    if (this.#why !== undefined) this.#log('targets read again', { from: this.#from })
    this.#why = undefined
  }
}
