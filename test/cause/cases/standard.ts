import { type CauseCase, POLL, stack } from '../stack.ts'

const SERVE = 'net/http.(*conn).serve'

/** Waits of the standard library and its neighbours. */
export const STANDARD_CASES: readonly CauseCase[] = [
  {
    id: '144',
    matches: stack(
      'io.(*pipe).write < io.(*PipeWriter).Write < encoding/json.(*Encoder).Encode < main.export.func1',
      {
        state: 'select',
      },
    ),
    misses: stack('main.(*pipe).write < encoding/json.(*Encoder).Encode < main.export.func1', {
      state: 'select',
    }),
  },
  {
    id: '145',
    matches: stack('io.(*pipe).read < io.(*PipeReader).Read < bufio.(*Scanner).Scan < main.lines', {
      state: 'select',
    }),
    misses: stack('io.(*pipe).closeRead < io.(*PipeReader).Close < main.lines'),
  },
  {
    id: '146',
    matches: stack('iter.Pull[...].func1', { state: 'coroutine' }),
    misses: stack('iter.Pull[...].func2 < main.first', { state: 'running' }),
  },
  {
    id: '158',
    matches: stack(
      'internal/poll.runtime_pollWait < internal/poll.(*FD).ReadFromInet4 < net.(*UDPConn).ReadFromUDP < example.com/dns.(*Server).serve',
      { state: 'IO wait' },
    ),
    misses: stack(`${POLL} < example.com/dns.(*Client).ask`, { state: 'IO wait' }),
  },
  {
    id: '159',
    matches: stack('net/http.(*persistConn).addTLS < net/http.(*Transport).dialConn', {
      state: 'chan receive',
    }),
    misses: stack(`${POLL} < crypto/tls.(*Conn).serverHandshake < main.accept`, { state: 'IO wait' }),
  },
  {
    id: '160',
    matches: stack('net.(*Resolver).lookupIPAddr.func3', { state: 'select' }),
    misses: stack('net.(*Resolver).LookupHost < main.resolve', { state: 'select' }),
  },
  {
    id: '161',
    matches: stack(`${POLL} < main.slow < net/http.(*timeoutHandler).ServeHTTP.func1`, { state: 'IO wait' }),
    misses: stack(`net/http.(*timeoutHandler).ServeHTTP < ${SERVE}`, { state: 'select' }),
  },
  {
    id: '162',
    matches: stack('golang.org/x/net/http2.(*ClientConn).roundTrip < net/http.(*Client).Do < main.ask', {
      state: 'select',
      waited: 1,
    }),
    misses: stack('golang.org/x/net/http2.(*ClientConn).roundTrip < net/http.(*Client).Do < main.ask', {
      state: 'select',
      waited: 0,
    }),
  },
  {
    id: '163',
    matches: stack(
      `${POLL} < bufio.(*Reader).Read < net/http.(*body).Read < io.ReadAll < main.upload < ${SERVE}`,
      {
        state: 'IO wait',
      },
    ),
    misses: stack(`main.upload < ${SERVE}`, { state: 'running' }),
  },
  {
    id: '164',
    matches: stack('database/sql.(*DB).conn < database/sql.(*DB).query < main.orders', { state: 'select' }),
    misses: stack('database/sql.(*DB).conn < database/sql.(*DB).query < main.orders', { state: 'IO wait' }),
  },
  {
    id: '169',
    matches: stack('golang.org/x/sync/semaphore.(*Weighted).Acquire < main.work', {
      state: 'select',
      waited: 1,
    }),
    misses: stack('golang.org/x/sync/semaphore.(*Weighted).Release < main.work'),
  },
  {
    id: '170',
    matches: stack('sync.(*WaitGroup).Wait < golang.org/x/sync/singleflight.(*Group).Do < main.look'),
    misses: stack(
      'main.fetch < golang.org/x/sync/singleflight.(*Group).doCall < golang.org/x/sync/singleflight.(*Group).Do',
    ),
  },
  {
    id: '171',
    matches: stack('sync.(*WaitGroup).Wait < golang.org/x/sync/errgroup.(*Group).Wait < main.copyAll'),
    misses: stack('sync.(*WaitGroup).Wait < golang.org/x/sync/errgroup.(*Group).Wait < main.main'),
  },
  {
    id: '172',
    matches: stack(
      'golang.org/x/time/rate.(*Limiter).wait < golang.org/x/time/rate.(*Limiter).Wait < main.call',
      {
        state: 'select',
      },
    ),
    misses: stack('golang.org/x/time/rate.(*Limiter).Allow < main.call'),
  },
  {
    id: '173',
    matches: stack('time.Sleep < main.(*pusher).retry', { state: 'sleep' }),
    misses: stack('time.Sleep < github.com/nats-io/nats.go.(*Conn).doReconnect', { state: 'sleep' }),
  },
]
