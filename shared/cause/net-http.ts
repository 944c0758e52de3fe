import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const READ_LOOP = 'net/http.(*persistConn).readLoop'
/** A connection whose answer has not come waits as an idle one does. */
const ROUND_TRIP = 'net/http.(*persistConn).roundTrip'
const PEEK = 'bufio.(*Reader).Peek'
const IDLE: StackPattern = { any: [READ_LOOP, PEEK] }
/** Calls that wait on purpose: blocking queries, watches, streams of events and logs. */
const LONG_POLLS = [
  'github.com/hashicorp/consul/api.(*Client).doRequest',
  'k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive',
  'github.com/docker/docker/client.(*Client).Events.func{n}',
  'github.com/fsouza/go-dockerclient.(*Client).eventHijack.func{n}',
]
const WRITE_LOOP: StackPattern = { any: ['net/http.(*persistConn).writeLoop'] }

/**
 * Connections of an HTTP/1 client. Each has a readLoop and a writeLoop. While a body is being read, readLoop waits
 * in `select` and calls nothing (net/http/transport.go, `case bodyEOF := <-waitForBodyRead`); between two responses
 * it waits under `pc.br.Peek(1)`.
 */
export const NET_HTTP: readonly Cause[] = [
  {
    id: '1',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Response body not read to its end and closed',
    where: 'in HTTP connections whose response body was never closed',
    match: [{ top: [READ_LOOP], state: ['select'] }],
    companions: [WRITE_LOOP],
    unless: ['net/http.(*bodyEOFSignal).Read'],
    why: prose`
      Each response keeps its connection, with a readLoop and a writeLoop, until its Body is read to the end or
      closed. On some path, often an early return, neither happens.`,
    fix: prose`
      Close the body on every path, and read it to the end where the connection shall be used again.`,
    snippet: {
      before: go`
        resp, err := client.Do(req)
        if err != nil {
          return err
        }
        if resp.StatusCode != http.StatusOK {
          return fmt.Errorf("status %s", resp.Status) // the body stays open
        }
        defer resp.Body.Close()`,
      after: go`
        resp, err := client.Do(req)
        if err != nil {
          return err
        }
        defer resp.Body.Close() // before any return
        if resp.StatusCode != http.StatusOK {
          io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
          return fmt.Errorf("status %s", resp.Status)
        }`,
    },
    holds: [{ module: 'std' }],
    links: [
      'https://pkg.go.dev/net/http#Client.Do',
      ...github('golang/go#16953', 'golang/go#22773', 'getsentry/sentry-go#317', 'bosun-monitor/bosun#1476'),
    ],
  },
  {
    id: '4',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'readLoop of Go 1.4 or older left waiting for a request',
    where: 'in readLoop of an old Go, waiting for a request that does not come',
    match: [{ top: [READ_LOOP], state: ['chan receive'] }],
    why: prose`
      Up to Go 1.4 readLoop received its next request from a channel. A connection that failed in between left it
      there alone, without its writeLoop. Later versions wait in select.`,
    fix: 'Build with a Go version that is still maintained.',
    holds: [{ module: 'std', until: 'go1.5' }],
    links: github('golang/go#10457'),
  },
  {
    id: '2',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'An http.Transport per request, without IdleConnTimeout',
    where: 'in idle keep-alive connections',
    match: [IDLE],
    companions: [WRITE_LOOP],
    unless: [ROUND_TRIP],
    why: prose`
      Bodies are closed: readLoop waits under Peek for a next response, so these connections are idle. A Transport
      keeps its idle connections for ever where IdleConnTimeout is 0, and one that was built for a single request
      can never be used, or closed, again.`,
    fix: prose`
      Build one http.Client and share it; set IdleConnTimeout. Where a Transport must be short-lived, set
      DisableKeepAlives or call CloseIdleConnections.`,
    snippet: {
      before: go`
        func fetch(url string) (*http.Response, error) {
          client := &http.Client{Transport: &http.Transport{}} // one a call, each with a pool of its own
          return client.Get(url)
        }`,
      after: go`
        var client = &http.Client{
          Timeout:   10 * time.Second,
          Transport: &http.Transport{IdleConnTimeout: 90 * time.Second, MaxIdleConnsPerHost: 16},
        }

        func fetch(url string) (*http.Response, error) {
          return client.Get(url)
        }`,
    },
    holds: [{ module: 'std' }],
    links: [
      'https://pkg.go.dev/net/http#Transport',
      ...github(
        'distribution/distribution#473',
        'scorestack/scorestack#144',
        'uber-go/goleak#37',
        'pingcap/tidb#43387',
      ),
    ],
  },
  {
    id: '3',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'A client library that builds a Transport per call',
    where: 'in idle connections that a client library left behind',
    match: [IDLE],
    answeredBy: '2',
    companions: [WRITE_LOOP],
    unless: [ROUND_TRIP],
    why: prose`
      The library makes an http.Transport inside each call, or each of its clients, and never closes the idle
      connections. readLoop and writeLoop are started by the transport alone, so the library is not on the stack.`,
    fix: 'Upgrade the library, or hand it a shared http.Client where it takes one.',
    holds: [{ module: 'std' }],
    links: github(
      'showwin/speedtest-go#165',
      'cloudfoundry/noaa#18',
      'parnurzeal/gorequest#75',
      'cloudfoundry-community/go-cfclient#257',
    ),
  },
  {
    id: '5',
    group: 'http',
    basis: 'cause',
    class: 'leak',
    title: 'Reverse proxy that keeps a canceler after a write error',
    where: 'in connections of a reverse proxy that failed while writing',
    match: [{ top: [READ_LOOP], state: ['select'] }],
    answeredBy: '1',
    companions: [WRITE_LOOP],
    why: 'After a failed write the transport did not forget the canceler of the request.',
    fix: 'Upgrade Go: the transport was mended.',
    holds: [{ module: 'std', until: 'go1.23' }],
    links: github('golang/go#62305', 'golang/go#61708'),
  },
  {
    id: '10',
    group: 'http',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'http.Client without Timeout',
    where: 'in HTTP calls that wait for an answer without a time limit',
    match: [
      { top: ['net/http.(*persistConn).roundTrip'], wakes: false, none: LONG_POLLS },
      { any: ['net/http.(*bodyEOFSignal).Read'], wakes: false, none: LONG_POLLS },
    ],
    companions: [WRITE_LOOP, { any: ['crypto/tls.(*Conn).Read', PEEK, READ_LOOP] }],
    why: prose`
      A server that accepts and then says nothing holds the caller in roundTrip, and readLoop under
      crypto/tls.(*Conn).Read or net.(*conn).Read, for as long as the connection lives: http.Client has no time
      limit of its own.`,
    fix: 'Set Client.Timeout, or give each request a context with a deadline.',
    snippet: {
      before: go`
        resp, err := http.Get(url) // waits for ever`,
      after: go`
        ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
        defer cancel()
        req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
        if err != nil {
          return err
        }
        resp, err := client.Do(req)`,
    },
    holds: [{ module: 'std' }],
    links: ['https://pkg.go.dev/net/http#Client', ...github('syepes/network_exporter#18')],
  },
]
