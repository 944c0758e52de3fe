import type { KnownStack } from '#shared/cause/known-stack.ts'
import { ownCodeFrame } from '#shared/signature/own-code.ts'

interface Told {
  readonly state?: string
  readonly by?: string
  readonly ranged?: number
  readonly waited?: number
}

/**
 * A stack as the catalogue is asked about it.
 *
 * Example input: `'sync.(*Mutex).Lock < main.(*account).debit'`, leaf first
 */
export function stack(frames: string, { state, by, ranged, waited }: Told = {}): KnownStack {
  const names = frames.split(' < ')
  return {
    signature: '0000000000000000',
    frames: names,
    ownCode: ownCodeFrame(names),
    creator: by,
    states: new Map(state === undefined ? [] : [[state, 12]]),
    ranged,
    waited,
  }
}

/** One entry of the catalogue, a stack that it means, and one next to it that it does not mean. */
export interface CauseCase {
  readonly id: string
  readonly matches: KnownStack
  readonly misses: KnownStack
}

/** A read from a socket, as far as the function that called for it. */
export const POLL = 'internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net.(*conn).Read'
