import type { Cause } from './cause.ts'

const READ_LOOP = 'net/http.(*persistConn).readLoop'
const WRITE_LOOP = 'net/http.(*persistConn).writeLoop'
const PEEK = 'bufio.(*Reader).Peek'

/**
 * readLoop waits in `select` until the body is read or closed (net/http/transport.go, `case bodyEOF := <-waitForBodyRead`),
 * so nothing is called below it.
 */
export const unclosedBody: Cause = {
  id: '1',
  title: 'Response body not read to its end and closed',
  class: 'L',
  where: 'in HTTP connections whose response body was never closed',
  match: [{ top: [READ_LOOP] }],
  companions: [{ any: [WRITE_LOOP] }],
  why:
    'Each response keeps its connection, with a readLoop and a writeLoop, until its Body is read to the end or closed. ' +
    'On some path, often an early return, neither happens.',
  fix: 'Close the body on every path, and read it to the end where the connection shall be used again.',
  snippet: {
    before: [
      'resp, err := client.Do(req)',
      'if err != nil {',
      '\treturn err',
      '}',
      'if resp.StatusCode != http.StatusOK {',
      '\treturn fmt.Errorf("status %s", resp.Status) // the body stays open',
      '}',
      'defer resp.Body.Close()',
    ].join('\n'),
    after: [
      'resp, err := client.Do(req)',
      'if err != nil {',
      '\treturn err',
      '}',
      'defer resp.Body.Close() // before any return',
      'if resp.StatusCode != http.StatusOK {',
      '\tio.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))',
      '\treturn fmt.Errorf("status %s", resp.Status)',
      '}',
    ].join('\n'),
  },
  links: [
    'https://pkg.go.dev/net/http#Client.Do',
    'https://github.com/golang/go/issues/16953',
    'https://github.com/golang/go/issues/22773',
  ],
}

/** An idle connection waits for the next response under `Peek` (net/http/transport.go, readLoop: `pc.br.Peek(1)`). */
export const idleKeepAlive: Cause = {
  id: '2',
  title: 'An http.Transport for each request, without IdleConnTimeout',
  class: 'L',
  where: 'in idle keep-alive connections',
  match: [{ any: [READ_LOOP, PEEK] }],
  companions: [{ any: [WRITE_LOOP] }],
  why:
    'Bodies are closed: readLoop waits under Peek for a next response, so these connections are idle. ' +
    'A Transport keeps its idle connections for ever where IdleConnTimeout is 0, ' +
    'and one that was built for a single request can never be used, or closed, again.',
  fix: 'Build one http.Client and share it; set IdleConnTimeout. Where a Transport must be short-lived, set DisableKeepAlives or call CloseIdleConnections.',
  snippet: {
    before: [
      'func fetch(url string) (*http.Response, error) {',
      '\tclient := &http.Client{Transport: &http.Transport{}} // one a call, each with a pool of its own',
      '\treturn client.Get(url)',
      '}',
    ].join('\n'),
    after: [
      'var client = &http.Client{',
      '\tTimeout:   10 * time.Second,',
      '\tTransport: &http.Transport{IdleConnTimeout: 90 * time.Second, MaxIdleConnsPerHost: 16},',
      '}',
      '',
      'func fetch(url string) (*http.Response, error) {',
      '\treturn client.Get(url)',
      '}',
    ].join('\n'),
  },
  links: [
    'https://pkg.go.dev/net/http#Transport',
    'https://github.com/distribution/distribution/issues/473',
    'https://github.com/uber-go/goleak/issues/37',
  ],
}
