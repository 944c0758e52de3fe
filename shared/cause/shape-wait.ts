import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose, words } from './text.ts'
import { TICKS } from './tick-words.ts'

const LEAKPROF = 'https://www.uber.com/blog/leakprof-featherlight-in-production-goroutine-leak-detection/'
const GO_TESTDATA = 'https://github.com/golang/go/tree/master/src/runtime/testdata/testgoroutineleakprofile'

/** What functions that wait for the end of a context are called. */
const AWAITS_END = words`
  abort await cancel close context ctx deadline done expire guard observe shutdown stop timeout wait
  watch watchdog`
/** What the one goroutine of a worker is called. */
const WORKS = words`
  background consume dispatch loop process run serve work worker workers`

/** A goroutine that serves a request waits for an answer to it: it is no worker, and no ticker. */
const SERVES = [
  'net/http.(*conn).serve',
  'net/http.serverHandler.ServeHTTP',
  'google.golang.org/grpc.(*Server).handleStream',
]
/** The one goroutine of main cannot leak. */
const MAIN = ['main.main']
const NO_WORKER = [...SERVES, ...MAIN]

/**
 * Receives and selects of the program's own functions that have nothing to wait for.
 *
 * Who started it tells a worker (77). Being woken within the minute tells a ticker (80), where a debug=2 dump shows
 * it. The form of the receive tells `<-ctx.Done()` (81) from a range (76), where a debug=0 profile shows it. What no
 * dump has told is left to the name of the function, then to what is most common: of receives a range, of selects a
 * wait for the end.
 */
export const SHAPE_WAIT: readonly Cause[] = [
  {
    id: '77',
    group: 'shape',
    fromTwo: true,
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Worker whose Stop is never called',
    where: 'of workers that were started and never stopped',
    match: [
      { ownLeaf: true, origin: 'start-method', state: ['select'], none: NO_WORKER },
      { called: WORKS, ownLeaf: true, state: ['select'], wakes: false, none: NO_WORKER },
    ],
    why: prose`
      Start runs a loop that ends with Stop. Some path, often one with an error, drops the value without calling it.`,
    fix: 'defer Stop right after Start, or give Start a context that ends.',
    snippet: {
      before: go`
        a := agent.New(conn)
        a.Start()
        if err := a.Push(batch); err != nil {
          return err // never stopped
        }
        a.Stop()`,
      after: go`
        a := agent.New(conn)
        a.Start()
        defer a.Stop()
        return a.Push(batch)`,
    },
    links: [GO_TESTDATA, ...github('projectdiscovery/ratelimit#19')],
  },
  {
    id: '80',
    group: 'shape',
    fromTwo: true,
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Ticker loop without an exit',
    where: 'in loops over a ticker that have no exit',
    match: [
      { ownLeaf: true, state: ['chan receive', 'select'], wakes: true, none: NO_WORKER },
      { called: TICKS, ownLeaf: true, state: ['chan receive', 'select'], wakes: true, none: NO_WORKER },
    ],
    why: prose`
      The loop wakes at every tick and nothing ends it: Ticker.Stop does not close its channel. Since it wakes, Go's
      own goroutineleak profile does not see it. Since Go 1.23 a Ticker without a reference is collected; a loop that
      reads it holds one.`,
    fix: 'Add a case that ends: <-ctx.Done(), or a done channel that is closed.',
    snippet: {
      before: go`
        func (d *device) pollLoop() {
          for range time.Tick(d.every) {
            d.poll()
          }
        }`,
      after: go`
        func (d *device) pollLoop(ctx context.Context) {
          ticker := time.NewTicker(d.every)
          defer ticker.Stop()
          for {
            select {
            case <-ctx.Done():
              return
            case <-ticker.C:
              d.poll()
            }
          }
        }`,
    },
    links: [
      'https://pkg.go.dev/time#Ticker.Stop',
      ...github(
        'open-telemetry/opentelemetry-collector#9099',
        'mmcgrana/gobyexample#206',
        'prometheus/blackbox_exporter#1559',
      ),
    ],
  },
  {
    id: '81',
    group: 'shape',
    fromTwo: true,
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Wait for a context that is never cancelled, or an answer that never comes',
    where: 'that wait for something that never comes, such as the end of a context',
    match: [
      { ownLeaf: true, state: ['chan receive'], receive: 'single', none: MAIN },
      { called: AWAITS_END, ownLeaf: true, state: ['chan receive'], receive: 'single', none: MAIN },
      { ownLeaf: true, state: ['select'], none: MAIN },
    ],
    why: prose`
      A goroutine watches a context, or a channel that somebody is to close or to answer on, and what it belongs to is
      long over. A Background context never ends, and one whose cancel is not called lives as long as its parent.`,
    fix: 'Cancel the context when the work is done, add a second case for that, or use context.AfterFunc and its stop.',
    snippet: {
      before: go`
        func (e *engine) execute(ctx context.Context) error {
          go func() {
            <-ctx.Done()
            e.abort()
          }()
          return e.run()
        }`,
      after: go`
        func (e *engine) execute(ctx context.Context) error {
          stop := context.AfterFunc(ctx, e.abort)
          defer stop()
          return e.run()
        }`,
    },
    links: [
      'https://pkg.go.dev/context#AfterFunc',
      ...github('hyperjumptech/grule-rule-engine#123', 'vanadium/core#214'),
    ],
  },
  {
    id: '76',
    group: 'shape',
    fromTwo: true,
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Loop over a channel that is never closed',
    where: 'that range over a channel nobody closes',
    match: [{ ownLeaf: true, state: ['chan receive'], none: MAIN }],
    why: 'for range ends when the channel is closed. Whoever sent has returned, on some path without closing it.',
    fix: 'defer close(ch) in the one that sends.',
    snippet: {
      before: go`
        docs := make(chan doc)
        go index.merge(docs) // for d := range docs
        for _, d := range batch {
          if err := check(d); err != nil {
            return err // docs is never closed
          }
          docs <- d
        }
        close(docs)`,
      after: go`
        docs := make(chan doc)
        defer close(docs)
        go index.merge(docs)
        for _, d := range batch {
          if err := check(d); err != nil {
            return err
          }
          docs <- d
        }`,
    },
    links: [LEAKPROF, GO_TESTDATA],
  },
]
