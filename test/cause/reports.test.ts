import { describe, expect, it } from 'vitest'
import { causeOf } from '#shared/cause/cause-of.ts'
import { knownStack } from '#shared/cause/known-stack.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'

/**
 * Stacks as public reports show them, by function names alone, leaf first; where they stood in a source is made up.
 * Old builds, vendored copies and moved modules are among them.
 */
const REPORTS: readonly {
  readonly from: string
  readonly state: string
  readonly frames: string
  readonly want: string
}[] = [
  {
    from: 'golang/go#12816, a lock below the answer of a server',
    state: 'semacquire',
    frames: `sync.runtime_Semacquire sync.(*Mutex).Lock golang.org/x/build/revdial.(*conn).Write
      net/http.checkConnErrorWriter.Write`,
    want: '82',
  },
  {
    from: 'rdeusser/logsip#18, a lock taken twice by main',
    state: 'semacquire',
    frames: `sync.runtime_SemacquireMutex sync.(*Mutex).Lock github.com/rdeusser/logsip.(*Logger).SetOutput
      github.com/rdeusser/logsip.(*Logger).SetOutput main.main`,
    want: '82',
  },
  {
    from: 'eclipse-paho/paho.golang#349',
    state: 'sync.WaitGroup.Wait',
    frames: `sync.(*WaitGroup).Wait github.com/eclipse/paho.golang/autopaho.NewConnection.func1.1
      github.com/eclipse/paho.golang/autopaho.NewConnection.func1`,
    want: '250',
  },
  {
    from: 'hashicorp/vault#16151, cut below the lock',
    state: 'semacquire',
    frames: 'sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow sync.(*Mutex).Lock',
    want: '82',
  },
  {
    from: 'tailscale/tailscale#680, cut inside the lock',
    state: 'semacquire',
    frames: 'sync.runtime_SemacquireMutex sync.(*Mutex).lockSlow',
    want: '82',
  },
  {
    from: 'tailscale/tailscale#1161, cut below the read',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait internal/poll.(*FD).ReadFrom net.(*netFD).readFrom
      net.(*UDPConn).readFrom`,
    want: '158',
  },
  {
    from: 'projectdiscovery/nuclei#2357',
    state: 'semacquire',
    frames: `sync.runtime_Semacquire sync.(*WaitGroup).Wait
      github.com/remeh/sizedwaitgroup.(*SizedWaitGroup).Wait
      github.com/projectdiscovery/nuclei/v2/pkg/core.(*Engine).executeModelWithInput`,
    want: '171',
  },
  {
    from: 'a limited group that is full',
    state: 'select',
    frames: `github.com/remeh/sizedwaitgroup.(*SizedWaitGroup).AddWithContext
      github.com/remeh/sizedwaitgroup.(*SizedWaitGroup).Add main.scan`,
    want: '169',
  },
  {
    from: 'ipfs/kubo#1358',
    state: 'select',
    frames: `github.com/hashicorp/yamux.(*Session).OpenStream
      github.com/jbenet/go-peerstream/transport/yamux.(*conn).OpenStream`,
    want: '111',
  },
  {
    from: 'moby/moby#13885, Go 1.4',
    state: 'syscall',
    frames: `syscall.Syscall6 syscall.wait4 syscall.Wait4 os.(*Process).wait os.(*Process).Wait os/exec.(*Cmd).Wait
      github.com/docker/libcontainer.(*initProcess).wait`,
    want: '202',
  },
  {
    from: 'eclipse-paho/paho.mqtt.golang#675',
    state: 'semacquire',
    frames: `sync.runtime_Semacquire sync.(*WaitGroup).Wait
      github.com/eclipse/paho%2emqtt%2egolang.(*client).startCommsWorkers
      github.com/eclipse/paho%2emqtt%2egolang.(*client).Connect.func1`,
    want: '104',
  },
  {
    from: 'gin-gonic/gin#4061, cut behind Peek',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait net.(*conn).Read crypto/tls.(*Conn).Read net/http.(*connReader).Read
      bufio.(*Reader).fill bufio.(*Reader).Peek`,
    want: '9',
  },
  {
    from: 'minio/minio#9105, cut inside the body',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait net.(*conn).Read net/http.(*connReader).Read bufio.(*Reader).Read
      io.(*LimitedReader).Read net/http.(*body).readLocked`,
    want: '163',
  },
  {
    from: 'golang/go#28441',
    state: 'select',
    frames: 'net/http.(*http2serverConn).serve net/http.(*http2Server).ServeConn net/http.(*conn).serve',
    want: '175',
  },
  {
    from: 'cockroachdb/cockroach#15842',
    state: 'sync.Mutex.Lock',
    frames: `sync.runtime_SemacquireMutex sync.(*Mutex).Lock
      github.com/cockroachdb/cockroach/pkg/util/log.(*loggingT).outputLogEntry
      github.com/cockroachdb/cockroach/pkg/util/log.Warningf`,
    want: '180',
  },
  {
    from: 'kcp-dev/kcp#3016',
    state: 'chan receive',
    frames: `github.com/kcp-dev/apimachinery/v2/third_party/informers.(*processorListener).run.func1
      k8s.io/apimachinery/pkg/util/wait.BackoffUntil.func1`,
    want: '43',
  },
  {
    from: 'techknowlogick/certmagic-s3#9',
    state: 'chan receive',
    frames: 'github.com/minio/minio-go/v7.(*Client).GetObject.func1',
    want: '181',
  },
  {
    from: 'containerd/containerd#3572',
    state: 'select',
    frames: `github.com/containerd/containerd/vendor/github.com/stevvooe/ttrpc.(*Client).dispatch
      github.com/containerd/containerd/vendor/github.com/stevvooe/ttrpc.(*Client).Call`,
    want: '182',
  },
  {
    from: 'eclipse-paho/paho.mqtt.golang#467',
    state: 'select',
    frames: 'github.com/eclipse/paho%2emqtt%2egolang.(*router).matchAndDispatch.func1',
    want: '105',
  },
  {
    from: 'projectatomic/docker#257',
    state: 'semacquire',
    frames: `sync.runtime_notifyListWait sync.(*Cond).Wait github.com/docker/docker/pkg/ioutils.(*BytesPipe).Read
      io.copyBuffer io.CopyBuffer github.com/docker/docker/pkg/pools.Copy
      github.com/docker/docker/container/stream.(*Config).CopyStreams.func2`,
    want: '106',
  },
  {
    from: 'weaveworks/scope#1767',
    state: 'chan send',
    frames: `github.com/weaveworks/scope/vendor/github.com/fsouza/go-dockerclient.(*Client).hijack.func1.1.1
      github.com/weaveworks/scope/vendor/github.com/fsouza/go-dockerclient.(*Client).hijack.func1.1`,
    want: '107',
  },
  {
    from: 'temporalio/sdk-go#716',
    state: 'chan receive',
    frames: `go.temporal.io/sdk/internal.(*coroutineState).initialYield
      go.temporal.io/sdk/internal.(*coroutineState).yield go.temporal.io/sdk/internal.(*channelImpl).Receive
      go.temporal.io/sdk/internal.(*decodeFutureImpl).Get`,
    want: '108',
  },
  {
    from: 'libp2p/go-libp2p#2514',
    state: 'select',
    frames: 'github.com/quic-go/quic-go.(*Transport).runSendQueue',
    want: '109',
  },
  {
    from: 'kubernetes/kubernetes#33472',
    state: 'chan receive',
    frames: 'k8s.io/kubernetes/vendor/golang.org/x/crypto/ssh.(*Client).handleGlobalRequests',
    want: '113',
  },
  {
    from: 'hashicorp/nomad#4604',
    state: 'select',
    frames: 'github.com/hashicorp/nomad/vendor/github.com/hashicorp/yamux.(*Stream).Read',
    want: '111',
  },
  {
    from: 'ipfs/kubo#2823',
    state: 'select',
    frames: 'gx/ipfs/QmZ8MMKFwA95viWULoSYFZpA4kdFa8idmFSrP12YJwjjaL/yamux.(*Stream).Read',
    want: '111',
  },
  {
    from: 'IBM/sarama#1672',
    state: 'chan receive',
    frames: 'github.com/Shopify/sarama.(*partitionProducer).dispatch github.com/Shopify/sarama.withRecover',
    want: '115',
  },
  {
    from: 'go-ldap/ldap#387',
    state: 'sleep',
    frames: 'time.Sleep github.com/go-ldap/ldap/v3.(*Conn).processMessages.func2',
    want: '119',
  },
  {
    from: 'go-ldap/ldap#432',
    state: 'chan receive',
    frames: 'github.com/go-ldap/ldap/v3.(*Conn).Close',
    want: '120',
  },
  {
    from: 'olivere/elastic#1137',
    state: 'select',
    frames: 'github.com/olivere/elastic.(*Client).healthchecker',
    want: '122',
  },
  {
    from: 'coder/websocket#231',
    state: 'chan send',
    frames: `nhooyr.io/websocket.(*mu).forceLock nhooyr.io/websocket.(*msgWriterState).close
      nhooyr.io/websocket.(*Conn).close.func1`,
    want: '125',
  },
  {
    from: 'grpc/grpc-go#1936',
    state: 'select',
    frames: 'example.internal/order/vendor/google.golang.org/grpc.newClientStream.func4',
    want: '168',
  },
  {
    from: 'getsentry/sentry-go#731',
    state: 'chan receive',
    frames: 'github.com/getsentry/sentry-go.(*HTTPTransport).worker',
    want: '128',
  },
  {
    from: 'argoproj/argo-workflows#7493',
    state: 'chan receive',
    frames: 'k8s.io/client-go/util/workqueue.(*Type).updateUnfinishedWorkLoop',
    want: '165',
  },
  {
    from: 'panjf2000/ants#212',
    state: 'chan receive',
    frames: 'github.com/panjf2000/ants/v2.(*Pool).purgePeriodically',
    want: '137',
  },
  {
    from: 'muka/go-bluetooth#190',
    state: 'chan receive',
    frames: 'github.com/godbus/dbus/v5.newConn.func1',
    want: '142',
  },
  {
    from: 'redis/go-redis#3620',
    state: 'chan receive',
    frames: 'github.com/redis/go-redis/v9/internal/pool.startGlobalTimeCache.func1',
    want: '143',
  },
  {
    from: 'prometheus/prometheus#5394',
    state: 'chan receive',
    frames:
      'net/http.(*persistConn).addTLS net/http.(*Transport).dialConn net/http.(*Transport).getConn.func4',
    want: '159',
  },
  {
    from: 'golang/go#51614',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait internal/poll.(*FD).Read net.(*conn).Read crypto/tls.(*Conn).readFromUntil
      crypto/tls.(*Conn).serverHandshake crypto/tls.(*Conn).handshakeContext crypto/tls.(*Conn).HandshakeContext
      net/http.(*conn).serve`,
    want: '9',
  },
  {
    from: 'openshift/origin#2869',
    state: 'chan receive',
    frames: 'github.com/GoogleCloudPlatform/kubernetes/pkg/controller/framework.(*processorListener).pop',
    want: '43',
  },
  {
    from: 'globalsign/mgo#148',
    state: 'sleep',
    frames: 'time.Sleep gopkg.in/mgo%2ev2.(*mongoServer).pinger',
    want: '22',
  },
  {
    from: 'linuxerwang/goroutine-inspect',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait net.(*conn).Read bufio.(*Reader).Read
      google.golang.org/grpc/transport.(*framer).readFrame google.golang.org/grpc/transport.(*http2Server).HandleStreams`,
    want: '36',
  },
  {
    from: 'pion/ice#413',
    state: 'select',
    frames: 'github.com/pion/ice/v2.(*Agent).taskLoop',
    want: '149',
  },
  {
    from: 'grpc/grpc-go#1402, vendored by a program without a host',
    state: 'select',
    frames: `vendor/google.golang.org/grpc.(*addrConn).transportMonitor
      vendor/google.golang.org/grpc.(*ClientConn).resetAddrConn.func1`,
    want: '32',
  },
  {
    from: 'uber-go/goleak#24',
    state: 'select',
    frames: 'shop/vendor/google.golang.org/grpc.(*ccResolverWrapper).watcher',
    want: '31',
  },
  {
    from: 'kubernetes/kubernetes#105265, a goroutine of the reflector',
    state: 'select',
    frames: 'k8s.io/kubernetes/vendor/k8s.io/client-go/tools/cache.(*Reflector).ListAndWatch.func2',
    want: '43',
  },
  {
    from: 'apache/rocketmq-client-go#754',
    state: 'select',
    frames: `shop/vendor/github.com/apache/rocketmq-client-go/v2/internal.(*rmqClient).Start.func1.1
      shop/vendor/github.com/apache/rocketmq-client-go/v2/primitive.WithRecover`,
    want: '217',
  },
  {
    from: 'wundergraph/graphql-go-tools#796',
    state: 'select',
    frames: 'github.com/wundergraph/graphql-go-tools/pkg/subscription.(*Handler).handleKeepAlive',
    want: '237',
  },
  {
    from: 'manifoldco/promptui#130',
    state: 'select',
    frames: `io.(*pipe).Read io.(*PipeReader).Read
      github.com/chzyer/readline.(*FillableStdin).ioloop.func1`,
    want: '245',
  },
  {
    from: 'linkedin/Burrow#169, a value of a method in Go 1.7',
    state: 'chan receive',
    frames: `github.com/Shopify/sarama.(*partitionConsumer).responseFeeder
      github.com/Shopify/sarama.(*partitionConsumer).(github.com/Shopify/sarama.responseFeeder)-fm
      github.com/Shopify/sarama.withRecover`,
    want: '115',
  },
  {
    from: 'berty/berty#2481',
    state: 'select',
    frames: `github.com/libp2p/go-libp2p/p2p/protocol/identify.(*IDService).loop.func1
      github.com/libp2p/go-libp2p/p2p/protocol/identify.(*IDService).loop`,
    want: '244',
  },
  {
    from: 'a reflector whose watch was not answered',
    state: 'select',
    frames: `golang.org/x/net/http2.(*ClientConn).RoundTrip golang.org/x/net/http2.(*Transport).RoundTrip
      net/http.send net/http.(*Client).send net/http.(*Client).do net/http.(*Client).Do
      k8s.io/client-go/rest.(*Request).Watch k8s.io/client-go/tools/cache.(*Reflector).watch
      k8s.io/client-go/tools/cache.(*Reflector).ListAndWatch k8s.io/client-go/tools/cache.(*Reflector).Run.func1`,
    want: '162',
  },
  {
    from: 'a proxy of two copies',
    state: 'IO wait',
    frames: `internal/poll.runtime_pollWait internal/poll.(*FD).Read net.(*conn).Read io.copyBuffer io.Copy
      main.(*proxy).pipe`,
    want: '72',
  },
]

/** Twelve goroutines in one stack. */
const debug2 = (frames: readonly string[], state: string): string =>
  Array.from({ length: 12 }, (_, i) => {
    const lines = frames.map((frame, line) => `${frame}(0xc000${i})\n\t/src/a/file.go:${line + 1} +0x1b\n`)
    return `goroutine ${i + 7} [${state}, ${i + 90} minutes]:\n${lines.join('')}created by a.start\n\t/src/a/a.go:1 +0x1\n`
  }).join('\n')

const debug1 = (frames: readonly string[]): string => {
  const lines = frames.map(
    (frame, i) => `#\t0x${(4096 + i).toString(16)}\t${frame}+0x1b\t/src/a/file.go:${i + 1}\n`,
  )
  return `goroutine profile: total 12\n12 @ ${frames.map((_, i) => `0x${(4096 + i).toString(16)}`).join(' ')}\n${lines.join('')}\n`
}

async function causeIn(text: string): Promise<string | undefined> {
  const reading = await readProfile(Buffer.from(text), DEFAULT_READ_LIMITS)
  if (reading.answer !== 'recognised') return undefined
  const { signatures, sightings } = signProfile(reading.profile)
  const [[signature], [sighting]] = [signatures, sightings]
  return signature === undefined ? undefined : causeOf(knownStack(signature, sighting))?.id
}

describe('a stack of a public report', () => {
  it.each(REPORTS)('$from is $want in debug=2', async ({ frames, state, want }) => {
    expect(await causeIn(debug2(frames.split(/\s+/), state))).toBe(want)
  })

  it.each(REPORTS)('$from is $want in debug=1', async ({ frames, want }) => {
    expect(await causeIn(debug1(frames.split(/\s+/)))).toBe(want)
  })
})
