import type { Cause } from './cause.ts'
import { go, prose } from './text.ts'

/** Waits of golang.org/x: for room, for a turn, and for the work of others. */
export const LIMIT: readonly Cause[] = [
  {
    id: '169',
    group: 'shape',
    basis: 'cause',
    class: 'leak',
    title: 'Semaphore or limited group whose room is not given back',
    where: 'that wait for room in a semaphore or a limited group',
    match: [
      { any: ['golang.org/x/sync/semaphore.(*Weighted).Acquire'] },
      { any: ['github.com/remeh/sizedwaitgroup.(*SizedWaitGroup).AddWithContext'], state: ['select'] },
      { top: ['golang.org/x/sync/errgroup.(*Group).Go'], state: ['chan send'] },
    ],
    why: prose`
      All the room is taken. Somebody returned without Release, or the work that holds it does not end; or more comes
      than is done.`,
    fix: 'defer Release right after Acquire; give the work that holds the room a deadline; Acquire under a context that ends.',
    snippet: {
      before: go`
        if err := sem.Acquire(ctx, 1); err != nil {
          return err
        }
        if err := check(); err != nil {
          return err // without Release
        }
        work()
        sem.Release(1)`,
      after: go`
        if err := sem.Acquire(ctx, 1); err != nil {
          return err
        }
        defer sem.Release(1)
        if err := check(); err != nil {
          return err
        }
        work()`,
    },
    holds: [{ module: 'golang.org/x/sync' }],
    links: ['https://pkg.go.dev/golang.org/x/sync/semaphore#Weighted.Acquire'],
  },
  {
    id: '170',
    group: 'shape',
    basis: 'cause',
    class: 'leak',
    title: 'Shared call of singleflight that does not end',
    where: 'that wait for a call which another goroutine makes for them',
    match: [{ top: ['sync.(*WaitGroup).Wait'], any: ['golang.org/x/sync/singleflight.(*Group).Do'] }],
    why: 'All callers with one key wait for the first, and its call, to a server or a lock, does not end. Do takes no context.',
    fix: 'Give the shared call a deadline of its own, or use DoChan in a select with the context of the caller.',
    snippet: {
      before: go`
        v, err, _ := group.Do(key, func() (any, error) {
          return fetch(context.Background(), key) // no time limit
        })`,
      after: go`
        v, err, _ := group.Do(key, func() (any, error) {
          ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
          defer cancel()
          return fetch(ctx, key)
        })`,
    },
    holds: [{ module: 'golang.org/x/sync' }],
    links: ['https://pkg.go.dev/golang.org/x/sync/singleflight#Group.DoChan'],
  },
  {
    id: '171',
    group: 'shape',
    basis: 'cause',
    class: 'leak',
    title: 'errgroup with a goroutine that does not end',
    where: 'that wait for the goroutines of an errgroup',
    match: [
      {
        top: ['sync.(*WaitGroup).Wait'],
        any: ['golang.org/x/sync/errgroup.(*Group).Wait'],
        none: ['main.main'],
      },
    ],
    variants: [
      {
        match: [
          'github.com/remeh/sizedwaitgroup.(*SizedWaitGroup).Wait',
          'github.com/sourcegraph/conc.(*WaitGroup).Wait',
        ].map((wait) => ({ top: ['sync.(*WaitGroup).Wait'], any: [wait], none: ['main.main'] })),
        title: 'Group with a goroutine that does not end',
        where: 'that wait for the goroutines of a group',
        why: prose`
          Wait returns when the last goroutine of the group has returned. One of them waits for something else, or
          returned without Done.`,
        fix: 'Give the work of the group a context with a deadline; defer Done as its first line.',
        holds: [{ module: 'github.com/remeh/sizedwaitgroup' }, { module: 'github.com/sourcegraph/conc' }],
        links: [
          'https://pkg.go.dev/github.com/remeh/sizedwaitgroup',
          'https://pkg.go.dev/github.com/sourcegraph/conc',
        ],
      },
    ],
    why: prose`
      Wait returns when the last goroutine of the group has returned, not with the first error. One of them does not
      look at the context of the group, or waits for something else.`,
    fix: 'Use errgroup.WithContext, and let each goroutine of the group end with that context, in sends and receives too.',
    snippet: {
      before: go`
        var g errgroup.Group
        g.Go(func() error { return produce(items) }) // waits in its send where consume has failed
        g.Go(func() error { return consume(items) })
        return g.Wait()`,
      after: go`
        g, ctx := errgroup.WithContext(ctx)
        g.Go(func() error { return produce(ctx, items) })
        g.Go(func() error { return consume(ctx, items) })
        return g.Wait()`,
    },
    holds: [{ module: 'golang.org/x/sync' }],
    links: ['https://pkg.go.dev/golang.org/x/sync/errgroup#WithContext'],
  },
  {
    id: '172',
    group: 'shape',
    basis: 'cause',
    class: 'capacity',
    bound: 256,
    title: 'Wait for the turn that a rate limiter gives',
    where: 'that wait for a rate limiter',
    match: [
      { any: ['golang.org/x/time/rate.(*Limiter).wait'] },
      { any: ['golang.org/x/time/rate.(*Limiter).WaitN'] },
      { any: ['go.uber.org/ratelimit.(*atomicInt64Limiter).Take'] },
      { any: ['go.uber.org/ratelimit.(*atomicLimiter).Take'] },
      { any: ['go.uber.org/ratelimit.(*mutexLimiter).Take'] },
    ],
    why: 'More comes than the limiter lets through. Each waits for its turn, without an end where its context has none.',
    fix: 'Wait under a context with a deadline, or refuse with Allow; make the limit fit what comes.',
    holds: [{ module: 'golang.org/x/time' }, { module: 'go.uber.org/ratelimit' }],
    links: ['https://pkg.go.dev/golang.org/x/time/rate#Limiter.Wait'],
  },
  {
    id: '173',
    group: 'shape',
    basis: 'cause',
    class: 'leak',
    fromTwo: true,
    title: 'Loop that sleeps, perhaps without an exit',
    where: 'that sleep, perhaps in loops without an exit',
    match: [
      { top: ['time.Sleep'], ownCaller: true, none: ['main.main', 'net/http.serverHandler.ServeHTTP'] },
    ],
    why: prose`
      The loop sleeps between its turns, to poll or to try again, and nothing ends it: neither the end of what it
      works for nor a number of attempts. time.Sleep hears of no context. One sleep that ends looks the same.`,
    fix: 'Wait in a select with ctx.Done() and a time.Timer instead of time.Sleep, and bound the attempts.',
    snippet: {
      before: go`
        for {
          if err := push(event); err == nil {
            return
          }
          time.Sleep(time.Second)
        }`,
      after: go`
        for range attempts {
          if err := push(ctx, event); err == nil {
            return nil
          }
          select {
          case <-ctx.Done():
            return ctx.Err()
          case <-time.After(time.Second):
          }
        }`,
    },
    links: ['https://pkg.go.dev/time#Sleep'],
  },
]
