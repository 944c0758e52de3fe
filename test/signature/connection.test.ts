import { describe, expect, it } from 'vitest'
import { isClientSide, isServerSide, servedAs } from '#shared/signature/connection.ts'
import { signatureOf } from '#test/support/lives.ts'

/** HTTP/2 in the three spellings. */
const SPELLINGS: readonly (readonly [string, (name: string) => string])[] = [
  ['Go 1.26', (name) => `net/http.(*http2${name.slice(2)}`],
  ['golang.org/x/net', (name) => `golang.org/x/net/http2.${name}`],
  ['Go 1.27', (name) => `net/http/internal/http2.${name}`],
]

describe.each(SPELLINGS)('HTTP/2 of %s', (_, http2) => {
  const read = ['net.(*conn).Read', 'crypto/tls.(*Conn).Read', 'io.ReadFull']
  const serve = [http2('(*serverConn).serve'), http2('(*Server).serveConn'), 'net/http.(*conn).serve']
  const reader = [...read, http2('(*Framer).ReadFrame'), http2('(*serverConn).readFrames')]
  const handler = ['main.hello', 'net/http.HandlerFunc.ServeHTTP', http2('(*serverConn).runHandler')]
  const client = [...read, http2('(*Framer).ReadFrame'), http2('(*ClientConn).readLoop')]

  it.each([
    ['the frame reader of a server', reader, 'connection'],
    ['its handler', handler, 'request'],
    ['its serve loop, which Go 1.28 parks', serve, 'loop'],
    ['the serve loop that Go 1.28 starts again', serve.slice(0, 1), 'loop'],
    ['a client', client, undefined],
  ])('%s serves as it should', (_name, frames, want) => {
    expect(servedAs(signatureOf(frames))).toBe(want)
    expect(isServerSide(signatureOf(frames))).toBe(want !== undefined)
    expect(isClientSide(signatureOf(frames))).toBe(want === undefined)
  })
})

describe('a connection', () => {
  it.each([
    [
      'of HTTP/1 that is idle',
      ['net.(*conn).Read', 'net/http.(*connReader).Read', 'net/http.(*conn).serve'],
      'connection',
    ],
    [
      'of HTTP/1 with its request',
      ['main.hello', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve'],
      'connection',
    ],
    ['of gRPC', ['google.golang.org/grpc.(*Server).serveStreams'], 'connection'],
    ['of fasthttp', ['main.hello', 'github.com/valyala/fasthttp.(*workerPool).workerFunc'], 'connection'],
  ])('%s is served', (_, frames, want) => {
    expect(servedAs(signatureOf(frames))).toBe(want)
  })

  it('is known by the entry function where the frames end before it', () => {
    expect(
      servedAs(signatureOf(['main.deep'], { entry: 'net/http/internal/http2.(*serverConn).runHandler' })),
    ).toBe('request')
  })

  it.each([
    ['a listener', ['net.(*TCPListener).Accept', 'net/http.(*Server).Serve']],
    [
      'a server that looks whether the client left',
      ['net.(*conn).Read', 'net/http.(*connReader).backgroundRead'],
    ],
    [
      'a gRPC server that reads',
      ['net.(*conn).Read', 'google.golang.org/grpc/internal/transport.(*http2Server).HandleStreams'],
    ],
    [
      'the same before 1.14',
      ['net.(*conn).Read', 'google.golang.org/grpc/transport.(*http2Server).HandleStreams'],
    ],
  ])('of %s is of the server', (_, frames) => {
    expect(isServerSide(signatureOf(frames))).toBe(true)
    expect(isClientSide(signatureOf(frames))).toBe(false)
  })

  it.each([
    ['HTTP/1', ['bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop']],
    ['a database', ['net.(*conn).Read', 'github.com/lib/pq.(*conn).recv']],
    [
      'gRPC',
      [
        'golang.org/x/net/http2.(*Framer).ReadFrame',
        'google.golang.org/grpc/internal/transport.(*http2Client).reader',
      ],
    ],
  ])('of %s is of the client', (_, frames) => {
    expect(isClientSide(signatureOf(frames))).toBe(true)
  })

  it('is none of what only computes', () => {
    expect(isClientSide(signatureOf(['main.work', 'main.main']))).toBe(false)
    expect(isServerSide(signatureOf(['main.work', 'main.main']))).toBe(false)
  })
})
