import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** The import paths that go-redis has had: up to v5, from v6 to v8, since v9. */
const GOPKG = 'gopkg.in/redis{v}'
const GO_REDIS = 'github.com/go-redis/redis{v}'
const REDIS_GO = 'github.com/redis/go-redis{v}'
const POOL = '/internal/pool.(*ConnPool).reaper'

/** Redis. */
export const REDIS: readonly Cause[] = [
  {
    id: '23',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'redis.NewClient per request, never closed',
    where: 'of go-redis clients that nobody closed',
    match: [
      { top: [`${GO_REDIS}${POOL}`, `${GOPKG}${POOL}`] },
      ...[GO_REDIS, REDIS_GO, GOPKG].map((path) => ({ any: [`${path}.(*sentinelFailover).listen`] })),
      ...[GO_REDIS, GOPKG].map((path) => ({ any: [`${path}.(*ClusterClient).reaper`] })),
    ],
    why: prose`
      Each client has a pool, and up to v8 each pool a goroutine that closes idle connections. It ends at the next
      idle check after Close, so a closed client may show for as long as IdleCheckFrequency.`,
    fix: 'Build one client per server and share it; close those that must be short-lived.',
    snippet: {
      before: go`
        func login(ctx context.Context, user string) error {
          rdb := redis.NewClient(options)
          return rdb.Set(ctx, user, time.Now(), time.Hour).Err()
        }`,
      after: go`
        func login(ctx context.Context, rdb *redis.Client, user string) error { // one, from main
          return rdb.Set(ctx, user, time.Now(), time.Hour).Err()
        }`,
    },
    holds: [
      { module: 'github.com/go-redis/redis' },
      { module: 'github.com/go-redis/redis/v7' },
      { module: 'github.com/go-redis/redis/v8' },
      { module: 'gopkg.in/redis.v5' },
    ],
    links: github('redis/go-redis#508', 'redis/go-redis#1029', 'OT-CONTAINER-KIT/redis-operator#333'),
  },
  {
    id: '24',
    group: 'database',
    basis: 'stack',
    class: 'leak',
    title: 'go-redis PubSub whose channel is not closed',
    where: 'of go-redis subscriptions that nobody closed',
    match: [
      ...['initHealthCheck', 'initMsgChan', 'initAllChan'].flatMap((method) => ({
        top: [`${REDIS_GO}.(*channel).${method}.func{n}`, `${GO_REDIS}.(*channel).${method}.func{n}`],
      })),
      ...['initChannel', 'initPing', 'initMsgChan', 'initAllChan'].map((method) => ({
        top: [`${GO_REDIS}.(*PubSub).${method}.func{n}`],
      })),
      { top: [`${GO_REDIS}.(*PubSub).Channel.func{n}`] },
    ],
    why: 'PubSub.Channel starts two goroutines, which end with the PubSub alone: closing the pool does not end them.',
    fix: 'Close the PubSub when its channel is no longer read.',
    snippet: {
      before: go`
        for msg := range rdb.Subscribe(ctx, "news").Channel() {
          if done(msg) {
            return
          }
        }`,
      after: go`
        sub := rdb.Subscribe(ctx, "news")
        defer sub.Close()
        for msg := range sub.Channel() {
          if done(msg) {
            return
          }
        }`,
    },
    holds: [
      { module: 'github.com/redis/go-redis/v9' },
      { module: 'github.com/go-redis/redis' },
      { module: 'github.com/go-redis/redis/v7' },
      { module: 'github.com/go-redis/redis/v8' },
    ],
    links: github('redis/go-redis#1037'),
  },
  {
    id: '215',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'Heartbeat of a go-redis Ring, which outlives its Close',
    where: 'that ping the shards of go-redis Rings',
    match: [{ any: [`${GO_REDIS}.(*ringShards).Heartbeat`] }],
    why: prose`
      Each Ring has one goroutine that pings its shards. In v8 and the betas of v9 its loop has no exit: Close does not
      end it.`,
    fix: 'Build one Ring and share it; upgrade to github.com/redis/go-redis/v9, whose Close ends the loop.',
    holds: [
      { module: 'github.com/go-redis/redis/v8' },
      { module: 'github.com/go-redis/redis/v9', until: 'v9.0.0' },
    ],
    links: github('redis/go-redis#2157'),
  },
  {
    id: '25',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'redigo receive loop that nothing unblocks',
    where: 'in receive loops of redigo subscriptions',
    match: [
      { any: ['github.com/gomodule/redigo/redis.PubSubConn.Receive'] },
      { any: ['github.com/gomodule/redigo/redis.PubSubConn.receiveInternal'] },
      { any: ['github.com/gomodule/redigo/redis.(*conn).ReceiveContext.func{n}'] },
      { any: ['github.com/garyburd/redigo/redis.PubSubConn.Receive'] },
    ],
    why: prose`
      Receive waits on the socket. Closing a connection that came from a pool gives it back while the loop still
      reads, and nothing arrives any more to end it.`,
    fix: 'Call Unsubscribe, let the loop end on the count of 0, and close the connection after that.',
    snippet: {
      before: go`
        go receive(psc)
        <-ctx.Done()
        psc.Close()`,
      after: go`
        go receive(psc) // returns when a redis.Subscription says Count == 0
        <-ctx.Done()
        psc.Unsubscribe()
        <-received
        psc.Close()`,
    },
    holds: [{ module: 'github.com/gomodule/redigo' }, { module: 'github.com/garyburd/redigo' }],
    links: github('gomodule/redigo#464', 'gomodule/redigo#332'),
  },
]
