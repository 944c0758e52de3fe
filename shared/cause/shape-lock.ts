import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const GO_TESTDATA = 'https://github.com/golang/go/tree/master/src/runtime/testdata/testgoroutineleakprofile'

const NEVER = ['chan send (nil chan)', 'chan receive (nil chan)', 'select (no cases)']

const LOCKS = [
  ['sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'sync.(*RWMutex).RLock', 'internal/sync.(*Mutex).Lock'],
  ['sync.(*Once).Do', 'sync.(*Once).doSlow'],
]

/** The innermost function where a text was cut below the lock, or inside it. */
const CUT_LOCKS = [...LOCKS.flat(), 'sync.(*Mutex).lockSlow', 'internal/sync.(*Mutex).lockSlow']

/** Waits in the sync package, and on channels that cannot wake anybody. */
export const SHAPE_LOCK: readonly Cause[] = [
  {
    id: '82',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Lock that is not given back, or too late',
    where: 'that wait for a lock which is not given back, or too late',
    match: [
      ...LOCKS.map((top): StackPattern => ({ top, ownLeaf: true })),
      { top: CUT_LOCKS, leafLost: true },
    ],
    variants: [
      {
        match: LOCKS.map((top) => ({ top, libraryLeaf: 'any' })),
        where: 'that wait for a lock inside a library',
        why: prose`
          One goroutine inside the library holds the lock and does not go on: it waits for the network, for a channel
          that you no longer read, or for one of these. The dump has it, in a method of the same type.`,
        fix: prose`
          Find the goroutine in a method of the same type that does not wait for the lock, and end what it waits for:
          a deadline, a drained channel, Close. Else upgrade the library and report both stacks.`,
        links: ['https://github.com/mosn/holmes'],
      },
    ],
    why: prose`
      All wait at one Lock. Either its holder never gives it back: it returned, often with an error, without Unlock,
      waits for one of these, took two locks in the other order, or locks again what it has. Or it gives it back more
      slowly than others come.`,
    fix: prose`
      Find the goroutine of the same type that does not wait for the lock. defer Unlock right after Lock; take locks
      in one order; do nothing slow under a lock, and skip work whose last run still holds it (TryLock).`,
    snippet: {
      before: go`
        a.mu.Lock()
        if a.balance < amount {
          return errFunds // locked for ever
        }
        a.balance -= amount
        a.mu.Unlock()
        return nil`,
      after: go`
        a.mu.Lock()
        defer a.mu.Unlock()
        if a.balance < amount {
          return errFunds
        }
        a.balance -= amount
        return nil`,
    },
    links: ['https://github.com/mosn/holmes', 'https://github.com/timmyyuan/gobench'],
  },
  {
    id: '83',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'WaitGroup with a Done too few',
    where: 'that wait for a WaitGroup which is never done',
    // A WaitGroup inside a library is not for its user to mend.
    match: [{ top: ['sync.(*WaitGroup).Wait'], ownLeaf: true, none: ['main.main'] }],
    why: prose`
      A goroutine of the group returned on a path without Done, or never does; or Wait stands inside the loop that
      starts them.`,
    fix: 'defer Done as the first line of the goroutine, or use WaitGroup.Go; Wait after the loop.',
    snippet: {
      before: go`
        wg.Add(len(steps))
        for _, s := range steps {
          go func() {
            if err := s.run(); err != nil {
              return // without Done
            }
            wg.Done()
          }()
        }
        wg.Wait()`,
      after: go`
        for _, s := range steps {
          wg.Go(func() { s.run() }) // Go 1.25; before: defer wg.Done() as its first line
        }
        wg.Wait()`,
    },
    links: ['https://github.com/system-pclub/go-concurrency-bugs', GO_TESTDATA, ...github('moby/moby#25384')],
  },
  {
    id: '84',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Cond that nobody signals',
    where: 'that wait for a Cond nobody signals',
    match: [{ top: ['sync.(*Cond).Wait'], ownLeaf: true, none: ['main.main'] }],
    variants: [
      {
        match: [{ top: ['sync.(*Cond).Wait'], libraryLeaf: 'third-party' }],
        title: 'Cond inside a library that nobody signals',
        where: 'that wait for a Cond inside a library',
        why: prose`
          A goroutine of the library waits for work, for room or for its end. Idle workers stand here for as long as
          what they belong to is open: they are few, and do not grow.`,
        fix: prose`
          Close or stop what the library gave you, on every path. Where all of it is closed, upgrade the library and
          report the stack.`,
      },
    ],
    why: prose`
      The last Signal or Broadcast came before the wait, or the path that should send it returned early. Idle workers
      of a queue stand here as well: they are few, and do not grow.`,
    fix: 'Broadcast on every path that changes the condition, closing among them, and wait in a loop that looks at it.',
    snippet: {
      before: go`
        func (b *batch) wait() {
          b.mu.Lock()
          for b.left > 0 {
            b.cond.Wait()
          }
          b.mu.Unlock()
        }

        func (b *batch) fail(err error) { b.err = err } // nobody is woken`,
      after: go`
        func (b *batch) wait() error {
          b.mu.Lock()
          defer b.mu.Unlock()
          for b.left > 0 && b.err == nil {
            b.cond.Wait()
          }
          return b.err
        }

        func (b *batch) fail(err error) {
          b.mu.Lock()
          defer b.mu.Unlock()
          b.err = err
          b.cond.Broadcast()
        }`,
    },
    links: [GO_TESTDATA],
  },
  {
    id: '85',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Channel that is nil, or a select without cases',
    where: 'that wait on a nil channel or in an empty select',
    // The state is the whole evidence, and the runtime gives it to nothing else.
    match: NEVER.map((state) => ({ state: [state], none: ['main.main'] })),
    variants: [
      {
        match: NEVER.map((state) => ({ state: [state], libraryLeaf: 'any', none: ['main.main'] })),
        title: 'Channel inside a library that is nil',
        where: 'that wait on a nil channel inside a library',
        why: 'A channel that was never made blocks for ever. The library was not set up, or it has a fault.',
        fix: 'Make the value by its constructor, with every channel set that it asks for; else upgrade the library and report the stack.',
      },
    ],
    why: 'A channel that was never made blocks for ever, and so does select {}: nothing can wake it.',
    fix: 'Make the channel before it is used. Only main may wait in an empty select.',
    snippet: {
      before: go`
        var done chan struct{}
        go func() { <-done }() // nil`,
      after: go`
        done := make(chan struct{})
        defer close(done)
        go func() { <-done }()`,
    },
    links: [GO_TESTDATA, ...github('ethersphere/swarm#1250')],
  },
]
