import { describe, expect, it } from 'vitest'
import { refineState, waitStateOf } from '#shared/signature/wait-state.ts'

/** Leaf frames as debug=0 of Go 1.19 to 1.27 gives them, leaf first, above a call of `main.f`. */
const PARKED = ['runtime.gopark', 'runtime.goparkunlock', 'runtime.semacquire1']
const LOCK_119 = ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock']
const LOCK_124 = [
  'internal/sync.runtime_SemacquireMutex',
  'internal/sync.(*Mutex).lockSlow',
  'internal/sync.(*Mutex).Lock',
  'sync.(*Mutex).Lock',
]
const POLL = [
  'runtime.gopark',
  'runtime.netpollblock',
  'internal/poll.runtime_pollWait',
  'internal/poll.(*pollDesc).wait',
  'internal/poll.(*pollDesc).waitRead',
  'internal/poll.(*FD).Read',
  'net.(*netFD).Read',
]
const FD_LOCK = [
  ...PARKED,
  'internal/poll.runtime_Semacquire',
  'internal/poll.(*fdMutex).rwlock',
  'internal/poll.(*FD).readLock',
]
const PROFILER = ['runtime/pprof.writeRuntimeProfile', 'runtime/pprof.(*Profile).WriteTo']

describe('the wait that leaf frames tell', () => {
  it.each<[string, string[], string | undefined]>([
    ['a send', ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1'], 'chan send'],
    ['a receive', ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1'], 'chan receive'],
    ['a range over a channel', ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2'], 'chan receive'],
    ['a select', ['runtime.gopark', 'runtime.selectgo'], 'select'],
    ['a select without cases', ['runtime.gopark', 'runtime.block'], 'select (no cases)'],
    ['a sleep', ['runtime.gopark', 'time.Sleep'], 'sleep'],
    ['a lock before Go 1.24', [...PARKED, ...LOCK_119], 'sync.Mutex.Lock'],
    ['a lock since Go 1.24', [...PARKED, ...LOCK_124], 'sync.Mutex.Lock'],
    [
      'a reader behind a writer',
      [...PARKED, 'sync.runtime_SemacquireRWMutexR', 'sync.(*RWMutex).RLock'],
      'sync.RWMutex.RLock',
    ],
    [
      'a writer behind readers',
      [...PARKED, 'sync.runtime_SemacquireRWMutex', 'sync.(*RWMutex).Lock'],
      'sync.RWMutex.Lock',
    ],
    ['a writer behind another', [...PARKED, ...LOCK_124, 'sync.(*RWMutex).Lock'], 'sync.RWMutex.Lock'],
    [
      'the second caller of a Once',
      [...PARKED, ...LOCK_124, 'sync.(*Once).doSlow', 'sync.(*Once).Do'],
      'sync.Mutex.Lock',
    ],
    [
      'a WaitGroup before Go 1.25',
      [...PARKED, 'sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait'],
      'sync.WaitGroup.Wait',
    ],
    [
      'a WaitGroup since',
      [...PARKED, 'sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait'],
      'sync.WaitGroup.Wait',
    ],
    [
      'a condition',
      ['runtime.gopark', 'runtime.goparkunlock', 'sync.runtime_notifyListWait', 'sync.(*Cond).Wait'],
      'sync.Cond.Wait',
    ],
    ['a read from the net', POLL, 'IO wait'],
    ['a second read of one connection', FD_LOCK, 'semacquire'],
    ['a coroutine of iter.Pull', ['runtime.coroswitch'], 'coroutine'],
    ['the watcher of signals', ['runtime.notetsleepg', 'os/signal.signal_recv'], 'syscall'],
    ['a system call of Go 1.18', ['syscall.Syscall', 'syscall.read', 'syscall.Read'], 'syscall'],
    [
      'a system call of Go 1.19 to 1.23',
      ['runtime/internal/syscall.Syscall6', 'syscall.RawSyscall6', 'syscall.Syscall'],
      'syscall',
    ],
    [
      'a system call since Go 1.24',
      ['internal/runtime/syscall.Syscall6', 'syscall.RawSyscall6', 'syscall.Syscall'],
      'syscall',
    ],
    ['the profiler', ['runtime.goroutineProfileWithLabels', ...PROFILER], 'running'],
    ['the profiler of leaks', ['runtime.goroutineLeakProfileWithLabels', ...PROFILER], 'running'],
    ['a goroutine that only yields, and waits for nothing', ['runtime.Gosched'], undefined],
    ['debug=1, which hides the runtime', [], undefined],
  ])('is found for %s', (_, leaf, state) => {
    expect(waitStateOf([...leaf, 'main.f', 'main.main'])).toBe(state)
    expect(waitStateOf(leaf)).toBe(state)
  })

  it('is not taken from a call below the one that blocks', () => {
    const worker = ['runtime.gopark', 'runtime.chanrecv', 'main.f', 'sync.(*Mutex).Lock', 'time.Sleep']
    expect(waitStateOf(worker)).toBe('chan receive')
    expect(waitStateOf(['main.f', 'runtime.chansend'])).toBeUndefined()
  })
})

describe('a wait that debug=2 prints', () => {
  it.each([
    ['semacquire', LOCK_119, 'sync.Mutex.Lock'],
    ['semacquire', ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait'], 'sync.WaitGroup.Wait'],
    ['semacquire', ['internal/poll.runtime_Semacquire', 'internal/poll.(*fdMutex).rwlock'], 'semacquire'],
    ['sync.Mutex.Lock', LOCK_124, 'sync.Mutex.Lock'],
    ['sync.Mutex.Lock', [...LOCK_124, 'sync.(*RWMutex).Lock'], 'sync.RWMutex.Lock'],
    ['chan receive (nil chan)', [], 'chan receive (nil chan)'],
    ['a state of tomorrow', [], 'a state of tomorrow'],
  ])('as %s over %j is %s', (printed, leaf, expected) => {
    expect(refineState(printed, [...leaf, 'main.f'])).toBe(expected)
  })
})
