/** Brings pushes to the server: at once where it answers, by way of the spool where it does not. */

import pRetry, { AbortError } from 'p-retry'
import type { Clock } from './clock.ts'
import type { Counts } from './counts.ts'
import type { Log } from './log.ts'
import type { PushItem } from './push-item.ts'
import type { Random } from './schedule.ts'
import type { Answer, Next } from './send.ts'
import type { Spool } from './spool.ts'

/** Milliseconds between two tries: from the first, doubled each time, up to the last. */
export interface RetryPauses {
  readonly first: number
  readonly last: number
}

export const DEFAULT_PAUSES: RetryPauses = { first: 500, last: 5 * 60_000 }

/** Tries of a push before it goes to the spool. */
const TRIES_AT_ONCE = 3
/** Part of a pause that chance adds, so that agents do not come back together. */
const JITTER = 0.25

export interface OutboxDeps {
  readonly send: (item: PushItem) => Promise<Answer>
  readonly spool: Spool
  readonly counts: Counts
  readonly log: Log
  readonly clock: Clock
  readonly random: Random
  readonly pauses: RetryPauses
  /** Hears what the server wants next after a push. */
  readonly onNext: (item: PushItem, next: Next) => void
}

class Later extends Error {
  readonly answer: Extract<Answer, { is: 'later' }>
  constructor(answer: Extract<Answer, { is: 'later' }>) {
    super(answer.why)
    this.answer = answer
  }
}

export class Outbox {
  readonly #deps: OutboxDeps
  readonly #stop: AbortSignal
  /** What keeps pushes from the server, as it was logged. */
  #trouble: 'server away' | 'token refused' | undefined
  #wake: () => void = () => undefined

  /** @param stop ends all waiting; what is not sent by then goes to the spool or stays there */
  constructor(deps: OutboxDeps, stop: AbortSignal) {
    this.#deps = deps
    this.#stop = stop
    stop.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** Sends or spools; pushes handed over one after the other arrive in this order. */
  async deliver(item: PushItem): Promise<void> {
    const { spool, counts, log } = this.#deps
    if (spool.size === 0) {
      const answer = await this.#tries(item, TRIES_AT_ONCE - 1)
      if (answer !== undefined) return this.#settle(item, answer)
    }
    try {
      const dropped = await spool.put(item)
      counts.spooled++
      counts.dropped += dropped
      if (dropped > 0) log('dropped', { pushes: dropped, why: 'the spool is full' })
    } catch (error) {
      counts.dropped++
      log('dropped', { pushes: 1, why: `the spool cannot be written: ${codeOf(error)}` })
    }
    this.#wake()
  }

  /** Sends what the spool holds, for as long as it takes. */
  async run(): Promise<void> {
    while (!this.#stop.aborted) {
      if (this.#deps.spool.size === 0) await this.#news()
      else await this.#sendOldest(Number.POSITIVE_INFINITY)
    }
  }

  /** Sends what the spool holds, unless the server is away. */
  async flush(): Promise<void> {
    while (this.#deps.spool.size > 0 && this.#trouble === undefined) await this.#sendOldest(TRIES_AT_ONCE - 1)
  }

  async #sendOldest(retries: number): Promise<void> {
    const { spool, log } = this.#deps
    const before = spool.broken
    const held = await spool.oldest()
    if (spool.broken > before) log('set aside', { files: spool.broken - before, why: 'not readable' })
    if (held === undefined) return
    const answer = await this.#tries(held.item, retries)
    if (answer === undefined) return spool.giveBack(held)
    this.#settle(held.item, answer)
    await spool.remove(held)
  }

  /** The answer, unless the server gives none in so many tries or the end comes first. */
  async #tries(item: PushItem, retries: number): Promise<Exclude<Answer, { is: 'later' }> | undefined> {
    const { send, pauses } = this.#deps
    let settled: Exclude<Answer, { is: 'later' }> | undefined
    const attempt = async (): Promise<void> => {
      const answer = await send(item)
      if (answer.is === 'later') {
        const later = new Later(answer)
        // What a person has to mend is waited for in the spool only.
        throw answer.todo === undefined || retries === Number.POSITIVE_INFINITY
          ? later
          : new AbortError(later)
      }
      settled = answer
    }
    try {
      // At the end one try is left, and nothing to wait for.
      if (this.#stop.aborted) await attempt()
      else {
        await pRetry(attempt, {
          retries,
          minTimeout: pauses.first,
          maxTimeout: pauses.last,
          randomize: true,
          signal: this.#stop,
          onFailedAttempt: ({ error, retryDelay }) => this.#pause(error, retryDelay),
        })
      }
    } catch (error) {
      if (!(error instanceof Later) && !this.#stop.aborted) throw error
      if (error instanceof Later) this.#noteTrouble(error)
    }
    return settled
  }

  /** As long as the server asked for beyond the pause that follows anyway, and a little by chance. */
  async #pause(error: Error, retryDelay: number): Promise<void> {
    this.#noteTrouble(error)
    const { clock, random } = this.#deps
    const asked = error instanceof Later ? 1_000 * error.answer.afterSeconds : 0
    const jitter = random() * JITTER * retryDelay
    if (retryDelay > 0) await clock.sleep(Math.max(0, asked - retryDelay) + jitter, this.#stop)
  }

  #noteTrouble(error: Error): void {
    const todo = error instanceof Later ? error.answer.todo : undefined
    const trouble = todo === undefined ? 'server away' : 'token refused'
    if (this.#trouble === trouble) return
    this.#trouble = trouble
    this.#deps.log(trouble, { why: error.message, ...(todo !== undefined && { todo }) })
  }

  #settle(item: PushItem, answer: Exclude<Answer, { is: 'later' }>): void {
    const { counts, log, onNext } = this.#deps
    if (this.#trouble !== undefined) log('server back')
    this.#trouble = undefined
    if (answer.is === 'refused') {
      counts.refused++
      log('refused', { why: answer.why })
      return
    }
    counts.sent++
    if (answer.decision !== 'stored') counts[answer.decision]++
    if (answer.next !== undefined) onNext(item, answer.next)
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
