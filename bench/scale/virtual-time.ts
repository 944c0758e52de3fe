/** A clock that stands while something computes, and moves to the next answer while everything waits. */
export interface VirtualTime {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Resolves when the clock has reached a time, in the order of the times. */
  until(at: number): Promise<void>
}

interface Waiting {
  readonly at: number
  readonly resolve: () => void
}

/** @param begin milliseconds since the epoch */
export function virtualTime(begin: number): VirtualTime {
  let now = begin
  let isStepping = false
  const waiting: Waiting[] = []
  const step = (): void => {
    isStepping = false
    const next = waiting.shift()
    if (next === undefined) return
    now = Math.max(now, next.at)
    next.resolve()
    begun()
  }
  // All that can go on without an answer has gone on before the next immediate.
  const begun = (): void => {
    if (isStepping || waiting.length === 0) return
    isStepping = true
    setImmediate(step)
  }
  return {
    now: () => now,
    until: (at) =>
      new Promise((resolve) => {
        const place = waiting.findLastIndex((other) => other.at <= at) + 1
        waiting.splice(place, 0, { at, resolve })
        begun()
      }),
  }
}
