/** Brings pushes to the server: together where they may wait, at once where not, by way of the spool where it does not answer. */

import pRetry, { AbortError } from 'p-retry'
import type { Answer, Later, Next, Settled } from './answer.ts'
import type { Clock } from './clock.ts'
import { countedOf } from './counted.ts'
import type { Counts } from './counts.ts'
import { diskFailureOf } from './failure.ts'
import { Holding, MOST_BYTES, MOST_HOLD } from './holding.ts'
import type { Log } from './log.ts'
import type { PushItem } from './push-item.ts'
import type { Random } from './schedule.ts'
import type { SendMany } from './send-batch.ts'
import type { Held, Spool } from './spool.ts'

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
/** Pushes of the spool in one batch. */
const SPOOLED_AT_ONCE = 100

export interface OutboxDeps {
  readonly send: SendMany
  readonly spool: Spool
  readonly counts: Counts
  readonly log: Log
  readonly clock: Clock
  readonly random: Random
  readonly pauses: RetryPauses
  /** Hears what the server wants next after a push. */
  readonly onNext: (item: PushItem, next: Next) => void
}

class TryAgain extends Error {
  readonly later: Later
  constructor(later: Later) {
    super(later.why)
    this.later = later
  }
}

/** What became of pushes that were tried. */
interface Tried {
  readonly left: readonly PushItem[]
  readonly later: Later | undefined
}

export class Outbox {
  readonly #deps: OutboxDeps
  readonly #stop: AbortSignal
  /** What keeps all pushes from the server, as it was logged. */
  #trouble: Later['trouble'] | undefined
  /** Names in the spool of pushes that were not delivered: all others go before them. */
  readonly #behind = new Set<string>()
  /** When they are tried again. */
  #behindUntil = 0
  /** Pushes that were not delivered, one after the other: with the second it is not the push. */
  #undelivered = 0
  /** What was logged of them and of the spool, since it was empty. */
  readonly #told = new Set<string>()
  #wake: () => void = () => undefined
  readonly #holding = new Holding()
  #wakeHolding: () => void = () => undefined
  /** Pushes wait for others only while somebody sees to it that they go. */
  #isKeeping = false

  /** @param stop ends all waiting; what is not sent by then goes to the spool or stays there */
  constructor(deps: OutboxDeps, stop: AbortSignal) {
    this.#deps = deps
    this.#stop = stop
    stop.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** Pushes that wait to be sent together. */
  get held(): number {
    return this.#holding.size
  }

  /**
   * Holds, sends or spools. What the server lets wait goes with others; a total that jumps takes along what waits, and the
   * pushes of one process and kind arrive in this order.
   */
  async deliver(item: PushItem): Promise<void> {
    const way = this.#isKeeping ? this.#holding.wayOf(item, await countedOf(item.body)) : 'alone'
    if (way === 'alone') return this.#bring([item])
    if (way === 'with all') return this.#bring([...this.#holding.takeAll(), item])
    this.#holding.add(item, this.#deps.clock.now(), way)
    this.#wakeHolding()
  }

  /** Sends what is held when it is due, until the end; then all of it. */
  async keep(): Promise<void> {
    const { clock } = this.#deps
    this.#isKeeping = true
    while (!this.#stop.aborted) {
      const due = this.#holding.dueAt
      const woken = new AbortController()
      this.#wakeHolding = () => woken.abort()
      const signal = AbortSignal.any([this.#stop, woken.signal])
      if (due === undefined)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      else if (due > clock.now()) await clock.sleep(Math.min(MOST_HOLD, due - clock.now()), signal)
      await this.#bring(this.#holding.take(clock.now()))
    }
  }

  /** Sends or spools what is held; nothing is held from now on. */
  async letGo(): Promise<void> {
    this.#isKeeping = false
    await this.#bring(this.#holding.takeAll())
  }

  async #bring(items: readonly PushItem[]): Promise<void> {
    const { spool } = this.#deps
    if (items.length === 0) return
    const { left } = spool.size === 0 ? await this.#tries(items, TRIES_AT_ONCE - 1) : { left: items }
    for (const item of left) await this.#spool(item)
    if (left.length > 0) this.#wake()
  }

  async #spool(item: PushItem): Promise<void> {
    const { spool, counts, log } = this.#deps
    try {
      const dropped = await spool.put(item)
      counts.spooled++
      counts.dropped += dropped
      if (dropped > 0) log('dropped', { pushes: dropped, why: 'the spool is full' })
    } catch (error) {
      counts.dropped++
      log('dropped', { pushes: 1, why: `the spool cannot be written: ${diskFailureOf(error)}` })
    }
  }

  /** Sends what the spool holds, for as long as it takes. */
  async run(): Promise<void> {
    const { spool, pauses, clock } = this.#deps
    while (!this.#stop.aborted) {
      if (spool.size === 0) await this.#news()
      else if (!(await this.#sendOldest(Number.POSITIVE_INFINITY))) await this.#rest()
      if (this.#undelivered > 1)
        await clock.sleep(Math.min(pauses.last, pauses.first * 2 ** this.#undelivered), this.#stop)
    }
  }

  /** Sends what the spool holds, unless the server is away. */
  async flush(): Promise<void> {
    const { spool } = this.#deps
    while (spool.size > 0 && this.#trouble === undefined && this.#undelivered < 2)
      if (!(await this.#sendOldest(TRIES_AT_ONCE - 1))) return
  }

  /** false: all that wait stand behind. */
  async #sendOldest(retries: number): Promise<boolean> {
    const { spool, log, clock, pauses } = this.#deps
    const wait = this.#behindUntil - clock.now()
    // A clock that is set back holds nothing up.
    if (wait <= 0 || wait > pauses.last) this.#behind.clear()
    const before = spool.broken
    // Behind a push that was not delivered, each is tried for itself: with the second it is not the push.
    const most = this.#undelivered > 0 ? 1 : SPOOLED_AT_ONCE
    const held = await spool.oldestOf(this.#behind, most, MOST_BYTES)
    if (spool.broken > before) log('set aside', { files: spool.broken - before, why: 'not readable' })
    if (held.length === 0) return spool.size === 0
    const { left, later } = await this.#tries(
      held.map(({ item }) => item),
      retries,
    )
    const isLeft = new Set(left)
    for (const one of held) {
      if (isLeft.has(one.item)) spool.giveBack(one)
      else await this.#remove(one)
    }
    const tried = held.find(({ item }) => item === left[0])
    if (later?.trouble === 'not delivered' && tried !== undefined) this.#putBehind(tried.name)
    return true
  }

  async #remove(held: Held): Promise<void> {
    await this.#deps.spool.remove(held).catch((error: unknown) => {
      this.#tellOnce('spool', `what was sent cannot be removed and is sent again: ${diskFailureOf(error)}`)
    })
  }

  #putBehind(name: string): void {
    this.#behind.add(name)
    this.#behindUntil = this.#deps.clock.now() + this.#deps.pauses.last
    this.#undelivered++
  }

  /**
   * Settles what is taken or refused.
   *
   * @returns what is left, and why the first of it was not taken; undefined where it was not tried before the end
   */
  async #tries(items: readonly PushItem[], retries: number): Promise<Tried> {
    const { send, pauses } = this.#deps
    const tried: { left: readonly PushItem[]; later: Later | undefined } = { left: items, later: undefined }
    const attempt = async (): Promise<void> => {
      const { later, left } = this.#settleAll(tried.left, await send(tried.left))
      tried.left = left
      tried.later = later
      if (left.length === 0) return
      // All before it were taken: the next is tried at once.
      if (later === undefined) return attempt()
      const again = new TryAgain(later)
      // What a person has to mend is waited for in the spool only, and there lets others pass where it may be the push.
      const isWorthIt =
        later.todo === undefined ||
        (later.trouble === 'token refused' && retries === Number.POSITIVE_INFINITY)
      throw isWorthIt ? again : new AbortError(again)
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
      if (error instanceof AbortError) this.#note(error.originalError)
      else if (error instanceof TryAgain) this.#note(error)
      else if (!this.#stop.aborted) throw error
    }
    return tried
  }

  /** What is left of pushes by their answers, those without one among it. */
  #settleAll(items: readonly PushItem[], answers: readonly Answer[]): Tried {
    const left: PushItem[] = []
    let later: Later | undefined
    for (const [i, item] of items.entries()) {
      const answer = answers[i]
      if (answer !== undefined && answer.is !== 'later') this.#settle(item, answer)
      else left.push(item)
      if (answer?.is === 'later') later ??= answer
    }
    return { left, later }
  }

  /** As long as the server asked for beyond the pause that follows anyway, and a little by chance. */
  async #pause(error: Error, retryDelay: number): Promise<void> {
    this.#note(error)
    const { clock, random } = this.#deps
    const asked = error instanceof TryAgain ? 1_000 * error.later.afterSeconds : 0
    const jitter = random() * JITTER * retryDelay
    if (retryDelay > 0) await clock.sleep(Math.max(0, asked - retryDelay) + jitter, this.#stop)
  }

  #note(error: Error): void {
    if (!(error instanceof TryAgain)) return
    const { trouble, why, todo } = error.later
    if (trouble === 'not delivered') this.#tellOnce(trouble, why, todo)
    else if (this.#trouble !== trouble) {
      this.#trouble = trouble
      this.#log(trouble, why, todo)
    }
  }

  #tellOnce(event: string, why: string, todo?: string): void {
    if (this.#told.has(why)) return
    this.#told.add(why)
    this.#log(event, why, todo)
  }

  #log(event: string, why: string, todo?: string): void {
    this.#deps.log(event, { why, ...(todo !== undefined && { todo }) })
  }

  #settle(item: PushItem, answer: Settled): void {
    const { counts, log, onNext, spool } = this.#deps
    if (this.#trouble !== undefined || this.#undelivered > 1) log('server back')
    this.#trouble = undefined
    this.#undelivered = 0
    // The last one is still in the spool.
    if (spool.size <= 1) this.#told.clear()
    if (answer.is === 'refused') {
      counts.refused++
      log('refused', { why: answer.why })
      return
    }
    counts.sent++
    if (answer.decision !== 'stored') counts[answer.decision]++
    if (answer.next === undefined) return
    this.#holding.obey(item, answer.next)
    onNext(item, answer.next)
  }

  /** Until those behind are tried again, or a new push goes before them. */
  async #rest(): Promise<void> {
    const { clock } = this.#deps
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    await clock.sleep(this.#behindUntil - clock.now(), AbortSignal.any([this.#stop, woken.signal]))
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
