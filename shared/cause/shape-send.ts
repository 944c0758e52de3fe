import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose, words } from './text.ts'

const LEAKPROF = 'https://www.uber.com/blog/leakprof-featherlight-in-production-goroutine-leak-detection/'
const GO_TESTDATA = 'https://github.com/golang/go/tree/master/src/runtime/testdata/testgoroutineleakprofile'

/** The one goroutine of main cannot leak. */
const MAIN = ['main.main']

/** What functions that ask several at once, and take one answer, are called. */
const ASKS_MANY = words`
  all any broadcast each either fan fanout fastest first gather hedge hedged mirrors multi ncast
  nearest parallel quickest quorum race replicas scatter shards winner`
/** What functions that read until there is no more are called. */
const READS_ON = words`
  consume feed input listen loop produce pump read receive scan stream tail`

/**
 * Sends that nobody receives, by functions of the program's own.
 *
 * An abandoned send (74) and a send by all but the first of many (75) stand in the same frames, the same state and
 * below the same creator: of the two, the name of the function is the only evidence, and the one sender is the rule.
 * A function with a name of its own was not written for one answer: it reads and sends on (79), where its name says
 * so, or it sends once more than is received (78).
 */
export const SHAPE_SEND: readonly Cause[] = [
  {
    id: '75',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Several senders, one answer received',
    where: 'that send an answer after another one was taken',
    match: [{ called: ASKS_MANY, ownLeaf: true, state: ['chan send'], none: MAIN }],
    why: prose`
      Each call starts several goroutines that send to one channel and receives a single value: the others wait for
      a receiver for ever.`,
    fix: 'Give the channel room for all senders, and cancel those that lost.',
    snippet: {
      before: go`
        func firstOf(urls []string) result {
          ch := make(chan result)
          for _, url := range urls {
            go func() { ch <- fetch(url) }()
          }
          return <-ch // all but one stay
        }`,
      after: go`
        func firstOf(ctx context.Context, urls []string) result {
          ctx, cancel := context.WithCancel(ctx)
          defer cancel()
          ch := make(chan result, len(urls))
          for _, url := range urls {
            go func() { ch <- fetch(ctx, url) }()
          }
          return <-ch
        }`,
    },
    links: [LEAKPROF, ...github('istio/istio#15902')],
  },
  {
    id: '74',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Answer sent after whoever asked has left',
    where: 'that send an answer nobody waits for any more',
    match: [{ ownLeaf: true, origin: 'anonymous', state: ['chan send'], none: MAIN }],
    variants: [
      {
        match: [
          {
            top: ['go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).ForceFlush.func{n}'],
            state: ['chan send'],
          },
        ],
        title: 'ForceFlush of OpenTelemetry whose caller has left',
        where: 'in ForceFlush of OpenTelemetry, whose caller has left',
        why: prose`
          ForceFlush exports in a goroutine that answers on an unbuffered channel. Where the context of the caller
          ends first, nobody receives the answer.`,
        fix: 'Upgrade go.opentelemetry.io/otel/sdk to v1.35.0 or newer; until then give ForceFlush a longer time limit.',
        holds: [{ module: 'go.opentelemetry.io/otel/sdk', until: 'v1.35.0' }],
        links: github('open-telemetry/opentelemetry-go#6360'),
      },
      {
        match: [{ libraryLeaf: 'any', state: ['chan send'] }],
        title: 'Send in a library whose receiver has left, or is too slow',
        where: 'that send inside a library to a receiver which has left, or is too slow',
        why: prose`
          The library sends on a channel that nobody receives from, or less often than others send: a channel it gave
          you, or one of its own. One that all its goroutines left is a fault of the library.`,
        fix: prose`
          Close, stop or drain what the library gave you, on every path. Where you hold nothing of it, upgrade the
          library, search its issues for the function, and report the stack.`,
        links: [LEAKPROF],
      },
    ],
    why: prose`
      A function started a goroutine that answers on an unbuffered channel, and returned before the answer came: on a
      time limit, or early with an error. The send has no receiver left.`,
    fix: 'Give the channel room for one answer, or send in a select with ctx.Done().',
    snippet: {
      before: go`
        ch := make(chan quote)
        go func() { ch <- ask(partner) }()
        select {
        case q := <-ch:
          return q, nil
        case <-time.After(limit):
          return quote{}, errTimeout // the goroutine stays in its send
        }`,
      after: go`
        ch := make(chan quote, 1)
        go func() { ch <- ask(ctx, partner) }()
        select {
        case q := <-ch:
          return q, nil
        case <-ctx.Done():
          return quote{}, ctx.Err()
        }`,
    },
    links: [
      LEAKPROF,
      ...github(
        'hellofresh/health-go#224',
        'open-telemetry/opentelemetry-collector-contrib#1504',
        'google/cadvisor#2549',
        'DNSCrypt/dnscrypt-proxy#2136',
        'BishopFox/sliver#1089',
      ),
    ],
  },
  {
    id: '79',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Read loop whose consumer has ended',
    where: 'that hand on what they read to a consumer which has ended',
    match: [{ called: READS_ON, ownLeaf: true, state: ['chan send'], none: MAIN }],
    why: 'The loop sends each thing it reads to an unbuffered channel, and the consumer returned before the source ended.',
    fix: 'Send in a select with the context of the consumer.',
    snippet: {
      before: go`
        func (s *stream) readLoop() {
          for s.in.Scan() {
            s.lines <- s.in.Text()
          }
        }`,
      after: go`
        func (s *stream) readLoop(ctx context.Context) {
          for s.in.Scan() {
            select {
            case s.lines <- s.in.Text():
            case <-ctx.Done():
              return
            }
          }
        }`,
    },
    links: github('restatedev/sdk-go#141'),
  },
  {
    id: '78',
    group: 'shape',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'One send more than is received, or no room for it',
    where: 'that send a value more than is received, or wait for room',
    match: [{ ownLeaf: true, state: ['chan send'], none: MAIN }],
    why: prose`
      A function sends, goes on, and sends again, mostly because a return is missing after the first send, while the
      other side receives once. A named function whose receiver has left looks the same, and so does one that waits
      its turn at a channel which counts who may run.`,
    fix: 'Return after the send, or send at one place alone.',
    snippet: {
      before: go`
        func report(ch chan<- result, err error) {
          if err != nil {
            ch <- result{err: err} // and on it goes
          }
          ch <- result{ok: true}
        }`,
      after: go`
        func report(ch chan<- result, err error) {
          if err != nil {
            ch <- result{err: err}
            return
          }
          ch <- result{ok: true}
        }`,
    },
    links: [GO_TESTDATA],
  },
]
