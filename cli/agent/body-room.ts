/** How many bytes may all pulls hold at a time? */

/** Bytes that a pull may always have: a goroutine profile has 40 KB on average. */
const FREE = 256 * 1024
/** Bytes of all pulls together beyond those, from the first byte until they are sent or spooled. */
export const DEFAULT_ROOM = 64 * 1024 * 1024

/** The bodies under way have no place for one more. */
export class NoRoom extends Error {
  /** @param limit bytes */
  constructor(limit: number) {
    super(`the profiles under way have more than ${limit} bytes together; it is pulled again later`)
  }
}

/** What one pull holds; given back at the end of its scope. */
export interface Held extends Disposable {
  /** @throws NoRoom */
  take(bytes: number): void
}

/**
 * Memory for bodies under way, shared by all targets.
 *
 * Law: large bodies never keep one out that has no more than `FREE` bytes.
 */
export class BodyRoom {
  readonly #limit: number
  #taken = 0

  /** @param limit bytes of all pulls together, beyond what each has free */
  constructor(limit: number) {
    this.#limit = limit
  }

  hold(): Held {
    let [bytes, counted] = [0, 0]
    return {
      take: (more) => {
        bytes += more
        const beyond = Math.max(0, bytes - FREE)
        if (this.#taken - counted + beyond > this.#limit) throw new NoRoom(this.#limit)
        this.#taken += beyond - counted
        counted = beyond
      },
      [Symbol.dispose]: () => {
        this.#taken -= counted
        counted = 0
      },
    }
  }
}
