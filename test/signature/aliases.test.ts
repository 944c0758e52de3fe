import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALIASES, hashedFrames, oneSpelling, sourceName } from '#shared/signature/aliases/spelling.ts'
import { signatureId } from '#shared/signature/signature.ts'

/** An id of frames as they are, which no alias has changed. */
function plainId(frames: readonly string[]): string {
  const hash = createHash('sha256')
  for (const frame of frames) hash.update(`${Buffer.byteLength(frame)}:${frame}`)
  return hash.digest('hex').slice(0, 16)
}

const ident = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,11}$/)
/** What stands behind a package: a method, with or without a closure, or a function. */
const member = fc.oneof(
  fc.tuple(ident, ident).map(([type, method]) => `(*${type}).${method}`),
  fc.tuple(ident, ident).map(([type, method]) => `(*${type}).${method}.func1`),
  ident,
  fc.tuple(ident, ident).map(([type, method]) => `${type}.${method}`),
)

/** `(*clientStream).doRequest` → `(*http2clientStream).doRequest` */
const prefixed = (name: string): string =>
  name.startsWith('(*') ? `(*http2${name.slice(2)}` : `http2${name}`

describe('HTTP/2', () => {
  it('is one function in all of its spellings, whichever it is', () => {
    fc.assert(
      fc.property(member, (name) => {
        const bundled = `net/http.${prefixed(name)}`
        expect(oneSpelling(`net/http/internal/http2.${name}`)).toBe(bundled)
        expect(oneSpelling(`golang.org/x/net/http2.${name}`)).toBe(bundled)
        expect(oneSpelling(bundled)).toBe(bundled)
      }),
    )
  })

  it('gives a stack one id, which is the one that Go 1.26 has always had', () => {
    const stack = (http2: (name: string) => string): string[] => [
      http2('(*clientStream).writeRequest'),
      http2('(*clientStream).doRequest'),
    ]
    const bundled = stack((name) => `net/http.${prefixed(name)}`)
    expect(signatureId(bundled)).toBe(plainId(bundled))
    for (const path of ['net/http/internal/http2', 'golang.org/x/net/http2'])
      expect(signatureId(stack((name) => `${path}.${name}`))).toBe(signatureId(bundled))
  })

  it('leaves packages below it and beside it alone', () => {
    for (const name of [
      'golang.org/x/net/http2/hpack.(*Decoder).Write',
      'golang.org/x/net/http2/h2c.h2cHandler.ServeHTTP',
      'net/http/internal/http2x.F',
      'net/http.(*persistConn).readLoop',
    ])
      expect(oneSpelling(name)).toBe(name)
  })

  it('leaves the ids of gRPC, which reads frames with golang.org/x/net/http2 under every Go', () => {
    const frames = [
      'golang.org/x/net/http2.readFrameHeader',
      'golang.org/x/net/http2.(*Framer).ReadFrame',
      'google.golang.org/grpc/internal/transport.(*http2Client).reader',
    ]
    expect(hashedFrames(frames)).toEqual(frames)
    expect(signatureId(frames)).toBe(plainId(frames))
  })
})

const MOVED: readonly (readonly [string, string])[] = [
  [
    'github.com/Shopify/sarama.(*Broker).responseReceiver',
    'github.com/IBM/sarama.(*Broker).responseReceiver',
  ],
  ['nhooyr.io/websocket.(*Conn).timeoutLoop', 'github.com/coder/websocket.(*Conn).timeoutLoop'],
  [
    'google.golang.org/grpc/transport.(*http2Client).reader',
    'google.golang.org/grpc/internal/transport.(*http2Client).reader',
  ],
  ['gopkg.in/mgo.v2.(*mongoSocket).readLoop', 'github.com/globalsign/mgo.(*mongoSocket).readLoop'],
  ['labix.org/v2/mgo.(*mongoSocket).readLoop', 'github.com/globalsign/mgo.(*mongoSocket).readLoop'],
  ['github.com/streadway/amqp.(*Connection).reader', 'github.com/rabbitmq/amqp091-go.(*Connection).reader'],
  [
    'github.com/go-redis/redis/v8/internal/pool.(*ConnPool).reaper',
    'github.com/redis/go-redis/v8/internal/pool.(*ConnPool).reaper',
  ],
  [
    'github.com/coreos/etcd/clientv3.(*watchGrpcStream).run',
    'go.etcd.io/etcd/client/v3.(*watchGrpcStream).run',
  ],
  [
    'go.etcd.io/etcd/mvcc.(*watchableStore).syncWatchersLoop',
    'go.etcd.io/etcd/server/v3/storage/mvcc.(*watchableStore).syncWatchersLoop',
  ],
  [
    'github.com/jackc/pgconn/internal/ctxwatch.(*ContextWatcher).Watch.func1',
    'github.com/jackc/pgx/v5/pgconn/ctxwatch.(*ContextWatcher).Watch.func1',
  ],
  ['golang.org/x/net/context.propagateCancel.func1', 'context.(*cancelCtx).propagateCancel.func1'],
  ['internal/sync.(*Mutex).Lock', 'sync.(*Mutex).Lock'],
]

describe('a function that has moved', () => {
  it.each(MOVED)('%s is %s', (was, is) => {
    expect(oneSpelling(was)).toBe(is)
    expect(oneSpelling(is)).toBe(is)
    expect(signatureId([was, 'main.main'])).toBe(signatureId([is, 'main.main']))
    expect(signatureId([is])).toBe(plainId([is]))
  })

  it('ends at one spelling, from wherever it comes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALIASES), member, ({ was, is }, name) => {
        const moved = oneSpelling(`${was}.${name}`)
        expect(moved).toBe(oneSpelling(`${is}.${name}`))
        expect(oneSpelling(moved)).toBe(moved)
      }),
    )
  })

  it('is told from one whose path only begins alike', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALIASES), ident, ({ was }, more) => {
        const name = `${was}x${more}.run`
        fc.pre(!ALIASES.some((other) => name.startsWith(`${other.was}/`) || name.startsWith(`${other.was}.`)))
        expect(oneSpelling(name)).toBe(name)
      }),
    )
  })
})

describe('the table', () => {
  it('says of each row since when and where that is written', () => {
    for (const { was, is, since, source } of ALIASES) {
      expect(was).not.toBe(is)
      expect(since, was).toMatch(/^(?:go1\.\d+|v\d+\.\d+.*|20\d\d)$/)
      expect(source.length, was).toBeGreaterThan(5)
    }
  })

  it('has each old spelling once', () => {
    expect(new Set(ALIASES.map(({ was }) => was)).size).toBe(ALIASES.length)
  })
})

describe('a library by its source', () => {
  it.each([
    ['its major versions', 'example.com/pool/v2/conn.(*Pool).reap', 'example.com/pool/v5/conn.(*Pool).reap'],
    ['the first and a later version', 'example.com/pool.(*Pool).reap', 'example.com/pool/v3.(*Pool).reap'],
    ['versions of gopkg.in', 'gopkg.in/tomb.v1.(*Tomb).run', 'gopkg.in/tomb.v2.(*Tomb).run'],
    [
      'a fork',
      'github.com/acme/ristretto.(*Cache).processItems',
      'github.com/dgraph-io/ristretto.(*Cache).processItems',
    ],
    [
      'a fork of what has moved',
      'github.com/acme/sarama.(*Broker).responseReceiver',
      'github.com/Shopify/sarama.(*Broker).responseReceiver',
    ],
    [
      'a vendored copy',
      'example.com/shop/third_party/github.com/lib/pq.(*conn).watchCancel.func1',
      'github.com/lib/pq.(*conn).watchCancel.func1',
    ],
    [
      'a copy of golang.org/x/net/http2',
      'github.com/bogdanfinn/fhttp/http2.(*clientConnReadLoop).run',
      'net/http/internal/http2.(*clientConnReadLoop).run',
    ],
  ])('is one in %s', (_, one, other) => {
    expect(sourceName(one)).toBe(sourceName(other))
  })

  it.each([
    ['two repositories of one owner', 'github.com/acme/a.(*T).run', 'github.com/acme/b.(*T).run'],
    ['two packages', 'github.com/acme/a/x.(*T).run', 'github.com/acme/a/y.(*T).run'],
    ['a directory called like a version', 'example.com/a/v2x.F', 'example.com/a.F'],
    [
      'a copy of net/http',
      'example.com/fork/net/http.(*persistConn).readLoop',
      'net/http.(*persistConn).readLoop',
    ],
  ])('is another in %s', (_, one, other) => {
    expect(sourceName(one)).not.toBe(sourceName(other))
  })

  it('is itself again, by its own name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('example.com/pool/v2', 'gopkg.in/a.v3', 'github.com/o/r/v4/x', 'net/http'),
        member,
        (path, name) => {
          const once = sourceName(`${path}.${name}`)
          expect(sourceName(once)).toBe(once)
        },
      ),
    )
  })
})
