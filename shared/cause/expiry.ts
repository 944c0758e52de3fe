import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** What expires: caches with a clock, circuit breakers, pools of hosts. */
export const EXPIRY: readonly Cause[] = [
  {
    id: '138',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 256,
    title: 'Expirable LRU caches, which nothing ends',
    where: 'of expirable LRU caches',
    match: [{ any: ['github.com/hashicorp/golang-lru/v2/expirable.NewLRU[...].func{n}'] }],
    why: 'NewLRU with a time to live starts a goroutine that deletes what has expired, and the package has no Close.',
    fix: 'Nothing if there is one per cache that the program keeps.',
    whenGrowing: {
      why: prose`
        NewLRU with a time to live starts a goroutine that deletes what has expired. The package has no Close, so
        that a cache which is thrown away keeps its goroutine and its memory.`,
      fix: 'Make each cache once, not per request or tenant that comes and goes; or use a cache that has a Close.',
    },
    holds: [{ module: 'github.com/hashicorp/golang-lru/v2' }],
    links: github('hashicorp/golang-lru#159', 'hashicorp/golang-lru#161', 'castai/kvisor#236'),
  },
  {
    id: '139',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 256,
    title: 'Caches with a clock that nobody closed',
    where: 'of caches with a clock',
    match: [
      'github.com/jellydator/ttlcache/v3.(*Cache[...]).Start',
      'github.com/jellydator/ttlcache/v2.(*Cache).startExpirationProcessing',
      'github.com/allegro/bigcache{v}.newBigCache.func{n}',
      'github.com/coocood/freecache.(*cachedTimer).update',
      'github.com/zeromicro/go-zero/core/collection.(*TimingWheel).run',
      'github.com/zeromicro/go-zero/core/collection.(*cacheStat).statLoop',
      'github.com/MicahParks/keyfunc{v}.(*JWKS).backgroundRefresh',
      'github.com/MicahParks/keyfunc.(*JWKs).backgroundRefresh',
      'github.com/Yiling-J/theine-go/internal.(*Store[...]).maintenance',
      'github.com/alexedwards/scs{v}/memstore.(*MemStore).startCleanup',
      'github.com/confluentinc/confluent-kafka-go{v}/schemaregistry.(*evictor).Run',
      'github.com/zeromicro/go-zero/core/executors.(*PeriodicalExecutor).backgroundFlush.func{n}',
    ].map((name) => ({ any: [name] })),
    why: 'Each cache deletes or refreshes its items in its own goroutine until Stop or Close.',
    fix: 'Share one cache; Stop or Close a short-lived one.',
    snippet: {
      before: go`
        cache := ttlcache.New[string, session]()
        go cache.Start()`,
      after: go`
        cache := ttlcache.New[string, session]()
        go cache.Start()
        defer cache.Stop()`,
    },
    holds: [
      { module: 'github.com/jellydator/ttlcache/v3' },
      { module: 'github.com/jellydator/ttlcache/v2' },
      { module: 'github.com/allegro/bigcache/v3' },
      { module: 'github.com/coocood/freecache' },
      { module: 'github.com/zeromicro/go-zero' },
      { module: 'github.com/MicahParks/keyfunc' },
      { module: 'github.com/MicahParks/keyfunc/v2' },
    ],
    links: [
      'https://pkg.go.dev/github.com/jellydator/ttlcache/v3#Cache.Stop',
      'https://pkg.go.dev/github.com/allegro/bigcache/v3#BigCache.Close',
    ],
  },
  {
    id: '140',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 400,
    title: 'hystrix-go commands, two goroutines each',
    where: 'of hystrix-go commands',
    match: [
      { any: ['github.com/afex/hystrix-go/hystrix.(*metricExchange).Monitor'] },
      { any: ['github.com/afex/hystrix-go/hystrix.(*poolMetrics).Monitor'] },
    ],
    why: 'Each name of a command has a circuit that counts in two goroutines for the life of the process.',
    fix: 'Nothing while the number is constant, two per command name.',
    whenGrowing: {
      why: 'Each name of a command has a circuit with two goroutines that nothing ends: names that are made up at run time, or Flush, add more.',
      fix: 'Use a fixed set of command names, without ids or addresses in them; do not call Flush. The library is not maintained.',
    },
    holds: [{ module: 'github.com/afex/hystrix-go' }],
    links: github('afex/hystrix-go#95', 'afex/hystrix-go#64', 'afex/hystrix-go#107'),
  },
  {
    id: '141',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 16,
    title: 'go-hostpool pools that nobody closed',
    where: 'of go-hostpool pools',
    match: [
      { any: ['github.com/bitly/go-hostpool.(*epsilonGreedyHostPool).epsilonGreedyDecay'] },
      { any: ['github.com/hailocab/go-hostpool.(*epsilonGreedyHostPool).epsilonGreedyDecay'] },
    ],
    why: 'A pool that learns which host is fast ages its measurements in a goroutine until Close.',
    fix: 'Close the pool, or the driver that made it (gocql, rethinkdb-go), when it is done with; connect once.',
    holds: [{ module: 'github.com/bitly/go-hostpool' }, { module: 'github.com/hailocab/go-hostpool' }],
    links: github('rethinkdb/rethinkdb-go#388'),
  },
  {
    id: '142',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 24,
    title: 'D-Bus connections that nobody closed',
    where: 'of D-Bus connections',
    match: [
      { any: ['github.com/godbus/dbus{v}.(*Conn).inWorker'] },
      { any: ['github.com/godbus/dbus{v}.(*Conn).outWorker'] },
      { any: ['github.com/godbus/dbus{v}.newConn.func{n}'] },
      { any: ['github.com/godbus/dbus{v}.(*unixTransport).ReadMessage'] },
      { any: ['github.com/godbus/dbus/v5.(*sequentialSignalChannelData).bufferSignals'] },
      { any: ['github.com/godbus/dbus.(*defaultSignalHandler).DeliverSignal.func{n}'] },
      { any: ['github.com/coreos/go-systemd{v}/dbus.(*Conn).dispatch.func{n}'] },
    ],
    why: 'Each private connection reads in one goroutine and watches its context in another until Close.',
    fix: 'Share dbus.SystemBus, or Close a connection of ConnectSystemBus, or of go-systemd, on every path, after errors too.',
    holds: [
      { module: 'github.com/godbus/dbus/v5' },
      { module: 'github.com/godbus/dbus' },
      { module: 'github.com/coreos/go-systemd/v22' },
    ],
    links: github(
      'godbus/dbus#90',
      'kubernetes/kubernetes#137141',
      'muka/go-bluetooth#190',
      'coreos/locksmith#36',
    ),
  },
  {
    id: '143',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 16,
    title: 'Background work of go-redis 9.17',
    where: 'that go-redis starts for itself',
    match: [
      { any: ['github.com/redis/go-redis/v9/maintnotifications.(*CircuitBreakerManager).cleanupLoop'] },
      { any: ['github.com/redis/go-redis/v9/internal/pool.startGlobalTimeCache.func{n}'] },
    ],
    why: 'Since 9.17 each client cleans up circuit breakers in one goroutine, and v9.17.0 kept one clock for the process.',
    fix: 'Nothing: one per client is normal.',
    whenGrowing: {
      why: 'Each client cleans up circuit breakers in one goroutine until Close, and the program keeps creating clients.',
      fix: 'Make one redis.Client for the process, share it, and Close a short-lived one.',
    },
    holds: [{ module: 'github.com/redis/go-redis/v9', from: 'v9.16.0' }],
    links: github('redis/go-redis#3616', 'redis/go-redis#3620'),
  },
]
