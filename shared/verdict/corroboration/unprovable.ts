/**
 * What keeps the runtime from proving a goroutine leaked, by where it waits. It proves those alone that wait for a channel
 * or a lock which nothing that can still run reaches (Go 1.26 release notes, goroutineleak).
 */
const REASONS: readonly (readonly [states: readonly string[], why: string])[] = [
  [['sleep'], 'it sleeps, and the runtime proves nothing that a timer wakes'],
  [
    ['IO wait', 'syscall'],
    'it waits for I/O, and the runtime proves nothing that the network or a file may wake',
  ],
  [['running', 'runnable'], 'it runs, and the runtime proves only what waits'],
  [
    ['select', 'chan receive', 'chan send'],
    'a global, a timer or a goroutine that runs may still reach the channel that it waits for',
  ],
  [
    [
      'sync.Mutex.Lock',
      'sync.RWMutex.Lock',
      'sync.RWMutex.RLock',
      'semacquire',
      'sync.WaitGroup.Wait',
      'sync.Cond.Wait',
    ],
    'a global or a goroutine that runs may still reach the lock that it waits for',
  ],
]

/**
 * Why a leak profile does not list the goroutines, from the state that most of them wait in.
 *
 * @returns a clause without its full stop; undefined where no state is known, or none that tells
 */
export function unprovable(states: ReadonlyMap<string, number> | undefined): string | undefined {
  const [state] = [...(states ?? [])].sort((a, b) => b[1] - a[1])[0] ?? []
  return REASONS.find(([waits]) => state !== undefined && waits.includes(state))?.[1]
}
