/** A module whose functions Tidemark names. */
export interface Module {
  /** Import path without a major version. */
  readonly root: string
  /** Newest first. An older one is there for names that the newest no longer has. */
  readonly versions: readonly string[]
  /** Packages, as paths in the module, in which names without a package (`**.readPump`) are looked for. */
  readonly anywhere?: readonly string[]
}

/** Standard libraries: those in use, and old ones for what only programs of their time show. */
export const STANDARD: Module = {
  root: 'std',
  versions: ['go1.27.4', 'go1.26.8', 'go1.24.13', 'go1.21.13', 'go1.19.13', 'go1.12.17', 'go1.4.3'],
}

const module = (root: string, ...versions: readonly string[]): Module => ({ root, versions })

/** `npm run names -- --newest` says which of these have a newer version by now. */
export const MODULES: readonly Module[] = [
  module('github.com/apache/pulsar-client-go', 'v0.19.0'),
  module('github.com/aws/aws-sdk-go', 'v1.55.8'),
  module('github.com/aws/aws-sdk-go-v2/feature/s3/manager', 'v1.20.1'),
  module('github.com/ClickHouse/ch-go', 'v0.75.0'),
  module('github.com/cloudwego/netpoll', 'v0.7.2', 'v0.5.1'),
  { root: 'github.com/cometbft/cometbft', versions: ['v1.0.1'], anywhere: ['rpc/jsonrpc/server'] },
  module('github.com/coder/websocket', 'v1.8.15'),
  module('github.com/codeskyblue/go-sh', 'v0.0.0-20190412065543-76bd3d59ff27'),
  module('github.com/coreos/etcd', 'v3.3.27+incompatible', 'v2.3.8+incompatible'),
  module('github.com/DataDog/datadog-agent/pkg/config/viperconfig', 'v0.77.0'),
  module('github.com/DeRuina/timberjack', 'v1.4.10'),
  module('github.com/dgraph-io/badger', 'v4.9.6', 'v1.6.2'),
  module('github.com/dgraph-io/ristretto', 'v2.4.2', 'v0.2.0'),
  module('github.com/distribution/distribution', 'v3.1.2'),
  module('github.com/docker/distribution', 'v2.8.3+incompatible', 'v2.0.0+incompatible'),
  module('github.com/ethereum/go-ethereum', 'v1.17.10', 'v1.14.0'),
  module('github.com/fsnotify/fsnotify', 'v1.10.1', 'v1.8.0', 'v1.6.0', 'v1.4.7'),
  module('github.com/garyburd/redigo', 'v1.6.0'),
  module('github.com/globalsign/mgo', 'v0.0.0-20181015135952-eeefdecb41b8'),
  module('github.com/go-redis/redis', 'v8.11.5', 'v7.4.1', 'v6.15.9+incompatible'),
  module('github.com/go-sql-driver/mysql', 'v1.10.1', 'v1.4.0'),
  module('github.com/go-zookeeper/zk', 'v1.0.4'),
  module('github.com/golang/glog', 'v1.2.5', 'v1.0.0'),
  module('github.com/gomodule/redigo', 'v1.9.3', 'v1.7.0'),
  { root: 'github.com/gorilla/websocket', versions: ['v1.5.3'], anywhere: ['examples/chat'] },
  module('github.com/hashicorp/consul-template', 'v0.41.1', 'v0.25.0'),
  module('github.com/hashicorp/go-memdb', 'v1.3.5', 'v1.2.1'),
  module('github.com/hashicorp/vault', 'v1.21.4', 'v0.11.3'),
  module('github.com/ipfs/go-log', 'v2.9.2', 'v1.0.5'),
  module('github.com/jackc/pgconn', 'v1.14.3'),
  module('github.com/jackc/pgx', 'v5.13.0', 'v5.3.0', 'v4.18.3'),
  module('github.com/klauspost/compress', 'v1.20.4', 'v1.11.0'),
  module('github.com/lestrrat-go/httprc', 'v3.0.6', 'v1.0.6'),
  module('github.com/nats-io/nats.go', 'v1.55.0', 'v1.8.1'),
  module('github.com/patrickmn/go-cache', 'v2.1.0+incompatible'),
  {
    root: 'github.com/prometheus-operator/prometheus-operator',
    versions: ['v0.85.0'],
    anywhere: ['pkg/listwatch'],
  },
  module('github.com/prometheus/prometheus', 'v0.316.0', 'v2.5.0+incompatible'),
  module('github.com/rabbitmq/amqp091-go', 'v1.16.0', 'v1.1.0'),
  module('github.com/rcrowley/go-metrics', 'v0.0.0-20250401214520-65e299d6c5c9'),
  module('github.com/redis/go-redis', 'v9.23.0', 'v9.0.2'),
  module('github.com/samuel/go-zookeeper', 'v0.0.0-20190923202752-2cc03de413da'),
  module('github.com/segmentio/kafka-go', 'v0.4.51'),
  module('github.com/sirupsen/logrus', 'v1.10.2', 'v1.0.0'),
  module('github.com/spf13/viper', 'v1.21.0', 'v1.0.0'),
  module('github.com/streadway/amqp', 'v1.1.0'),
  module('github.com/syndtr/goleveldb', 'v1.0.0'),
  module('github.com/valyala/fasthttp', 'v1.78.0', 'v1.0.0'),
  module('go.etcd.io/etcd', 'v0.5.0-alpha.5.0.20200910180754-dd1b699fc489', 'v3.3.27+incompatible'),
  module('go.etcd.io/etcd/client', 'v3.7.3', 'v3.5.0'),
  module('go.etcd.io/etcd/pkg', 'v3.7.3'),
  module('go.etcd.io/etcd/server', 'v3.7.3'),
  module('go.mongodb.org/mongo-driver', 'v2.10.0', 'v1.17.10', 'v1.15.0'),
  module('go.opencensus.io', 'v0.24.0'),
  module('go.uber.org/zap', 'v1.28.0'),
  module('golang.org/x/net', 'v0.62.0', 'v0.17.0', 'v0.0.0-20190311183353-d8887717615a'),
  module('google.golang.org/api', 'v0.315.0', 'v0.1.0'),
  module('google.golang.org/grpc', 'v1.85.0', 'v1.58.3', 'v1.50.1', 'v1.30.0', 'v1.5.0'),
  module('gopkg.in/fsnotify.v1', 'v1.4.7'),
  module('gopkg.in/mgo.v2', 'v2.0.0-20190816093944-a6b53ec6cb22'),
  module('gopkg.in/natefinch/lumberjack.v2', 'v2.2.1'),
  module('gopkg.in/redis.v5', 'v5.2.9'),
  module('gopkg.in/yaml.v3', 'v3.0.1'),
  module('k8s.io/apimachinery', 'v0.37.2'),
  module('k8s.io/client-go', 'v0.37.2', 'v0.17.0', 'v11.0.0+incompatible'),
  module('k8s.io/klog', 'v2.140.0', 'v2.9.0', 'v1.0.0'),
  module('nhooyr.io/websocket', 'v1.8.17'),
]
