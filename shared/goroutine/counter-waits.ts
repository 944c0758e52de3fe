/** What the counters of counted text tell of waits on channels, whose frames the runtime leaves out there. */

/**
 * `channel` is a send or a receive, `any select` one with or without cases. `range` is a receive of two results, `single` one of one; where only one form
 * stands in a dump, nothing tells which it is, and it is a `chan receive`.
 */
export type CounterWait =
  | 'select'
  | 'any select'
  | 'chan send'
  | 'chan receive'
  | 'range'
  | 'single'
  | 'channel'

/** Counters that stand before the first function which is printed, of so many goroutines of one stack. */
interface Hidden {
  readonly stack: number
  readonly counters: readonly number[]
  readonly count: number
}

/** Bytes of `runtime.chansend` and `chanrecv` before they park, with room to spare: 0x234–0x600, Go 1.7–1.27. */
const LONGEST = 0x1000
/** Bytes between the ends of `chanrecv1` and `chanrecv2`, which follow one another: 0x20–0x40. */
const NEXT_DOOR = 0x100

/**
 * A goroutine that waits on a channel has `gopark` and the functions that it waits in above its own ones, and debug=1
 * prints their counters without their names (runtime/pprof, printStackRecord). They tell:
 *
 * - two counters, `gopark` and `selectgo`, are a select, which nearly all programs have in several functions; of a
 *   `select {}` the second one is another, below, and only main has that as a rule;
 * - else the last two are `chansend` below `chansend1`, or `chanrecv` below `chanrecv1` or `chanrecv2`, which stand in
 *   this order in one file: the caller before what it calls, sends before receives (runtime/chan.go, Go 1.7–1.27).
 *
 * A dump with one kind alone does not tell which of the two it is.
 */
export class CounterWaits {
  readonly #all: Hidden[] = []

  see(stack: number, counters: readonly number[], count: number): void {
    if (counters.length >= 2 && counters.length <= 4) this.#all.push({ stack, counters, count })
  }

  /** Stack → waits of its goroutines, once all were seen; goroutines whose wait is not told are missing. */
  judge(): Map<number, Map<CounterWait, number>> {
    const waits = new Map<number, Map<CounterWait, number>>()
    const park = commonest(this.#all.map(({ counters }) => counters[0] ?? 0))
    const parked = this.#all.filter(({ counters }) => counters[0] === park)
    const selectOf = selectForms(parked.filter(isShort))
    const formOf = channelForms(parked.filter(isOnChannel))
    for (const hidden of parked) {
      const wait = isShort(hidden) ? selectOf(hidden) : isOnChannel(hidden) ? formOf(hidden) : undefined
      if (wait === undefined) continue
      const own = waits.get(hidden.stack) ?? new Map<CounterWait, number>()
      waits.set(hidden.stack, own.set(wait, (own.get(wait) ?? 0) + hidden.count))
    }
    return waits
  }
}

const isShort = ({ counters }: Hidden): boolean => counters.length === 2

/** Counter of the function that parks, and of the one that the program called. */
const lastTwo = ({ counters }: Hidden): readonly [number, number] => [
  counters.at(-2) ?? 0,
  counters.at(-1) ?? 0,
]

function isOnChannel(hidden: Hidden): boolean {
  const [parks, called] = lastTwo(hidden)
  return hidden.counters.length > 2 && parks < (hidden.counters[0] ?? 0) && isWithin(parks - called, LONGEST)
}

const isWithin = (bytes: number, most: number): boolean => bytes > 0 && bytes < most

/** The select of several stacks, or the upper one of two, has cases. */
function selectForms(all: readonly Hidden[]): (hidden: Hidden) => CounterWait | undefined {
  const stacks = Map.groupBy(all, ({ counters }) => counters[1] ?? 0)
  const upper = Math.max(...stacks.keys())
  const isSure = stacks.size > 1 || new Set(all.map(({ stack }) => stack)).size > 1
  return ({ counters }) => (counters[1] !== upper ? undefined : isSure ? 'select' : 'any select')
}

/** Sends, receives and their forms are told apart by one another. */
function channelForms(all: readonly Hidden[]): (hidden: Hidden) => CounterWait {
  const called = [...new Set(all.map((hidden) => lastTwo(hidden)[1]))].sort((a, b) => a - b)
  const [first, second, third] = called
  if (first === undefined || second === undefined || called.length > 3) return () => 'channel'
  const isTwin = second - first < NEXT_DOOR
  // One function of two forms is the receive; of three, sends are those that stand apart.
  if (called.length === 2)
    return isTwin
      ? (hidden) => (lastTwo(hidden)[1] === first ? 'single' : 'range')
      : (hidden) => (lastTwo(hidden)[1] === first ? 'chan send' : 'chan receive')
  if (isTwin || (third ?? 0) - second >= NEXT_DOOR) return () => 'channel'
  const forms = new Map<number, CounterWait>([
    [first, 'chan send'],
    [second, 'single'],
    [third ?? 0, 'range'],
  ])
  return (hidden) => forms.get(lastTwo(hidden)[1]) ?? 'channel'
}

function commonest(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
