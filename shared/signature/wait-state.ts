/** In which wait a goroutine stands, in the runtime's words, read from its leaf frames where the dump has none. */

/**
 * Leaf frame → wait reason, for debug=0 (which keeps runtime frames) and in part debug=1.
 * Order matters: the call that the program made stands root-ward of the semaphore frames it ends in.
 * Source: waitReasonStrings in runtime/runtime2.go, Go 1.19–1.27.
 */
const BY_FRAME: ReadonlyMap<string, string> = new Map([
  ['runtime.semacquire1', 'semacquire'],
  ['sync.(*WaitGroup).Wait', 'sync.WaitGroup.Wait'],
  ['sync.(*Cond).Wait', 'sync.Cond.Wait'],
  ['sync.(*RWMutex).RLock', 'sync.RWMutex.RLock'],
  ['sync.(*RWMutex).Lock', 'sync.RWMutex.Lock'],
  ['sync.(*Mutex).Lock', 'sync.Mutex.Lock'],
  ['internal/sync.(*Mutex).Lock', 'sync.Mutex.Lock'],
  ['runtime.chansend', 'chan send'],
  ['runtime.chanrecv', 'chan receive'],
  ['runtime.selectgo', 'select'],
  ['runtime.block', 'select (no cases)'],
  ['runtime.netpollblock', 'IO wait'],
  ['internal/poll.runtime_pollWait', 'IO wait'],
  ['time.Sleep', 'sleep'],
  ['runtime.timeSleep', 'sleep'],
  ['syscall.Syscall', 'syscall'],
  ['syscall.Syscall6', 'syscall'],
  ['syscall.RawSyscall6', 'syscall'],
  ['runtime/internal/syscall.Syscall6', 'syscall'],
  ['internal/runtime/syscall.Syscall6', 'syscall'],
  ['internal/runtime/syscall/linux.Syscall6', 'syscall'],
  ['os/signal.signal_recv', 'syscall'],
  ['runtime.coroswitch', 'coroutine'],
  ['runtime.goroutineProfileWithLabels', 'running'],
  ['runtime.goroutineLeakProfileWithLabels', 'running'],
  ['runtime/pprof.writeGoroutineStacks', 'running'],
])

/** The longest run of runtime and lock frames above the call that the program made, with room to spare. */
const LEAF_DEPTH = 10

/**
 * The wait that the leaf frames of a raw stack tell, or undefined (debug=1 hides the runtime's frames).
 *
 * Example input: `['runtime.gopark', 'runtime.chansend', 'runtime.chansend1', 'main.worker']`
 * Example output: `'chan send'`
 */
export function waitStateOf(rawFrames: readonly string[]): string | undefined {
  let found: string | undefined
  const depth = Math.min(rawFrames.length, LEAF_DEPTH)
  for (let i = 0; i < depth; i++) {
    const frame = rawFrames[i] as string
    const state = BY_FRAME.get(frame)
    // Lock calls are found last, since `sync.(*RWMutex).Lock` calls `sync.(*Mutex).Lock`.
    if (state !== undefined) found = state
    else if (!isInside(frame)) break
  }
  return found
}

const isInside = (frame: string): boolean =>
  frame.startsWith('runtime.') || frame.startsWith('sync.') || frame.startsWith('internal/')

/**
 * One word for one wait: Go before 1.21 says `semacquire` for every lock, and of a writer behind another one
 * the runtime names the mutex inside the `RWMutex`.
 */
export function refineState(state: string, rawFrames: readonly string[]): string {
  return state === 'semacquire' || state === 'sync.Mutex.Lock' ? (waitStateOf(rawFrames) ?? state) : state
}

/** Frames between the leaf and the receive: `gopark`. */
const RECEIVE_DEPTH = 4

/**
 * Which form of receive the leaf frames of a debug=0 stack show: the compiler calls `chanrecv2` for two results
 * (`for range ch`, `v, ok := <-ch`) and `chanrecv1` for one (runtime/chan.go, Go 1.19–1.27).
 */
export function receiveFormOf(rawFrames: readonly string[]): 'range' | 'single' | undefined {
  const leaf = rawFrames.slice(0, RECEIVE_DEPTH)
  if (leaf.includes('runtime.chanrecv2')) return 'range'
  return leaf.includes('runtime.chanrecv1') ? 'single' : undefined
}
