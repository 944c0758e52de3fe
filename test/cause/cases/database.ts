import { type CauseCase, POLL, stack } from '../stack.ts'

const PGX = 'github.com/jackc/pgx/v5'
const MONGO = 'go.mongodb.org/mongo-driver/x/mongo/driver/topology'
const REDIS = 'github.com/redis/go-redis/v9'
const REDIS_8 = 'github.com/go-redis/redis/v8'
const REDIGO = 'github.com/gomodule/redigo/redis'
const BADGER = 'github.com/dgraph-io/badger/v4'
const LEVELDB = 'github.com/syndtr/goleveldb/leveldb'

export const DATABASE_CASES: readonly CauseCase[] = [
  {
    id: '11',
    matches: stack('database/sql.(*DB).connectionOpener', { state: 'select', by: 'database/sql.OpenDB' }),
    misses: stack('database/sql.(*DB).connectionCleaner', { state: 'select' }),
  },
  {
    id: '12',
    matches: stack('database/sql.(*DB).connectionOpener', { state: 'select', by: 'database/sql.OpenDB' }),
    misses: stack('database/sql.(*DB).connectionResetter', { state: 'select' }),
  },
  {
    id: '13',
    matches: stack('database/sql.(*DB).connectionResetter', { state: 'select' }),
    misses: stack('database/sql.(*DB).connectionOpener', { state: 'select' }),
  },
  {
    id: '14',
    matches: stack('github.com/go-sql-driver/mysql.(*mysqlConn).startWatcher.func1', { state: 'select' }),
    misses: stack('github.com/go-sql-driver/mysql.(*mysqlConn).startWatcher'),
  },
  {
    id: '15',
    matches: stack('database/sql.(*Rows).awaitDone', { state: 'select' }),
    misses: stack('database/sql.(*Rows).Next < main.list'),
  },
  {
    id: '16',
    matches: stack(`${PGX}/pgxpool.(*Pool).backgroundHealthCheck`, { state: 'select' }),
    misses: stack(`${PGX}/pgxpool.(*Pool).Acquire < main.load`),
  },
  {
    id: '17',
    matches: stack(`${PGX}/pgconn/internal/ctxwatch.(*ContextWatcher).Watch.func1`, { state: 'select' }),
    misses: stack(`${PGX}/pgconn/internal/ctxwatch.(*ContextWatcher).Unwatch`),
  },
  {
    id: '18',
    matches: stack(`time.Sleep < ${PGX}/pgxpool.(*Pool).triggerHealthCheck.func1`, { state: 'sleep' }),
    misses: stack('time.Sleep < main.retry', { state: 'sleep' }),
  },
  {
    id: '19',
    matches: stack('github.com/ClickHouse/ch-go/chpool.(*Pool).backgroundHealthCheck', { state: 'select' }),
    misses: stack('github.com/ClickHouse/ch-go/chpool.(*Pool).Acquire'),
  },
  {
    id: '20',
    matches: stack(`${MONGO}.(*rttMonitor).runHellos < ${MONGO}.(*rttMonitor).start`, { state: 'IO wait' }),
    misses: stack(`${MONGO}.(*Server).update`, { state: 'select' }),
  },
  {
    id: '21',
    matches: stack(`${MONGO}.(*pool).maintain`, { state: 'select' }),
    misses: stack(`${MONGO}.(*pool).checkOut < main.find`, { state: 'select' }),
  },
  {
    id: '22',
    matches: stack(
      `${POLL} < github.com/globalsign/mgo.fill < github.com/globalsign/mgo.(*mongoSocket).readLoop`,
    ),
    misses: stack('github.com/globalsign/mgo.(*Session).Copy < main.find'),
  },
  {
    id: '23',
    matches: stack('gopkg.in/redis.v5/internal/pool.(*ConnPool).reaper', { state: 'chan receive' }),
    misses: stack('gopkg.in/redis.v5/internal/pool.(*ConnPool).Get < main.get'),
  },
  {
    id: '215',
    matches: stack(`${REDIS_8}.(*ringShards).Heartbeat`, { state: 'chan receive' }),
    misses: stack(`${REDIS_8}.(*Ring).Process < main.get`),
  },
  {
    id: '24',
    matches: stack(`${REDIS}.(*channel).initMsgChan.func1`, { state: 'select' }),
    misses: stack(`${POLL} < ${REDIS}.(*PubSub).ReceiveMessage < main.listen`, { state: 'IO wait' }),
  },
  {
    id: '25',
    matches: stack(`${POLL} < ${REDIGO}.(*conn).readReply < ${REDIGO}.PubSubConn.Receive < main.listen`),
    misses: stack(`${POLL} < ${REDIGO}.(*conn).readReply < ${REDIGO}.(*conn).Do < main.get`),
  },
  {
    id: '26',
    matches: stack('github.com/dgraph-io/ristretto/v2.(*Cache[...]).processItems', { state: 'select' }),
    misses: stack('github.com/dgraph-io/ristretto/v2.(*Cache[...]).Wait < main.put'),
  },
  {
    id: '27',
    matches: stack(`${BADGER}.(*DB).updateSize`, { state: 'select' }),
    misses: stack(`${BADGER}.(*DB).Update < main.put`),
  },
  {
    id: '28',
    matches: stack('github.com/karlseguin/ccache.(*Cache).worker', { state: 'select' }),
    misses: stack('github.com/karlseguin/ccache.(*Cache).Fetch < main.get'),
  },
  {
    id: '29',
    matches: stack(`${LEVELDB}/util.(*BufferPool).drain`, { state: 'select' }),
    misses: stack(`${LEVELDB}.(*DB).Put < main.put`),
  },
  {
    id: '30',
    matches: stack('github.com/patrickmn/go-cache.(*janitor).Run', { state: 'select' }),
    misses: stack('github.com/patrickmn/go-cache.(*cache).DeleteExpired'),
  },
]
