/** Which targets are watched now? Those that sources tell, as they come and go. */

import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import type { Found, LeftOut } from './discovery/source.ts'
import type { Log } from './log.ts'
import type { Target } from './target.ts'
import type { Watched } from './watched.ts'

/** Targets of one agent; each has some 10 KB of memory, and one profile a minute. */
const MOST_TARGETS = 5_000
/** Targets that are left out and remembered as told. */
const MOST_TOLD = 1_000
/** Milliseconds between two lines about one source. */
const SAY_EVERY = 60_000

export interface FleetDeps {
  readonly log: Log
  readonly now: () => number
  /** A target to watch from now on. */
  readonly begin: (target: Target) => Watched
  /** A target that is still watched has other facts. */
  readonly change: (one: Watched, target: Target) => void
  /** A target that nobody tells any more. */
  readonly leave: (one: Watched) => void
}

export class Fleet {
  readonly #deps: FleetDeps
  readonly #most: number
  /** In the order in which they first told: of two targets with one name the first is watched. */
  readonly #found = new Map<string | undefined, Found>()
  readonly #watched = new Map<string, Watched>()
  readonly #told = new LRUCache<string, true>(atMost(MOST_TOLD))
  readonly #saidAt = new Map<string, number>()

  constructor(deps: FleetDeps, most = MOST_TARGETS) {
    this.#deps = deps
    this.#most = most
  }

  get size(): number {
    return this.#watched.size
  }

  all(): Watched[] {
    return [...this.#watched.values()]
  }

  find(service: string, instance: string): Watched | undefined {
    return this.#watched.get(nameOf({ service, instance }))
  }

  /**
   * Takes the whole list of a source in place of its last one.
   *
   * @param source its name; undefined: the options, which are no news
   */
  tell(source: string | undefined, found: Found): void {
    this.#found.set(source, found)
    for (const { what, why } of found.leftOut) this.#leaveOut({ what, why })
    const wanted = this.#wanted()
    for (const [name, one] of this.#watched) {
      if (wanted.has(name)) continue
      this.#watched.delete(name)
      this.#deps.leave(one)
    }
    for (const [name, target] of wanted) {
      const one = this.#watched.get(name)
      if (one === undefined) this.#watched.set(name, this.#deps.begin(target))
      else if (!isSame(one.target, target)) this.#deps.change(one, target)
    }
    if (source !== undefined) this.#say(source, found)
  }

  #wanted(): Map<string, Target> {
    const wanted = new Map<string, Target>()
    for (const target of [...this.#found.values()].flatMap(({ targets }) => targets)) {
      const name = nameOf(target)
      const other = wanted.get(name)
      if (other !== undefined) {
        const why = `${other.place} is already called ${target.service} on ${target.instance}: give it another label instance`
        if (!isSame(other, target)) this.#leaveOut({ what: target.place, why })
      } else if (wanted.size < this.#most) wanted.set(name, target)
      else {
        const why = `one agent watches ${this.#most} targets at most: share them out among several`
        this.#leaveOut({ what: 'all others', why })
      }
    }
    return wanted
  }

  #leaveOut({ what, why }: LeftOut): void {
    const key = `${what} ${why}`
    if (this.#told.has(key)) return
    this.#told.set(key, true)
    this.#deps.log('left out', { target: what, why })
  }

  #say(source: string, { targets, leftOut }: Found): void {
    const now = this.#deps.now()
    const last = this.#saidAt.get(source)
    // A clock that is set back silences nothing.
    if (last !== undefined && now >= last && now < last + SAY_EVERY) return
    this.#saidAt.set(source, now)
    this.#deps.log('targets', { from: source, found: targets.length, leftOut: leftOut.length })
  }
}

const nameOf = ({ service, instance }: Pick<Target, 'service' | 'instance'>): string =>
  `${service} ${instance}`

const isSame = (one: Target, other: Target): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other)
