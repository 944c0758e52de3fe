import { type CauseCase, POLL, stack } from '../stack.ts'

const PAHO = 'github.com/eclipse/paho.mqtt.golang'
const DOCKER = 'github.com/docker/docker'
const DOCKER_CLIENT = 'github.com/fsouza/go-dockerclient'
const QUIC = 'github.com/quic-go/quic-go'
const UDP = 'internal/poll.runtime_pollWait < internal/poll.(*FD).ReadMsgInet6 < net.(*UDPConn).ReadMsgUDP'
const SSH = 'golang.org/x/crypto/ssh'
const LDAP = 'github.com/go-ldap/ldap/v3'
const NHOOYR = 'nhooyr.io/websocket'

/** Connections to brokers, daemons and other peers. */
export const PEER_CASES: readonly CauseCase[] = [
  {
    id: '104',
    matches: stack(
      `sync.(*WaitGroup).Wait < ${PAHO}.(*client).startCommsWorkers < ${PAHO}.(*client).Connect.func1`,
    ),
    misses: stack(`sync.(*WaitGroup).Wait < ${PAHO}.(*client).Subscribe < main.listen`),
  },
  {
    id: '105',
    matches: stack(`${PAHO}.(*router).matchAndDispatch.func1`, { state: 'select', waited: 1 }),
    misses: stack(`${PAHO}.(*client).Publish < main.send`, { state: 'select' }),
  },
  {
    id: '106',
    matches: stack(
      `sync.(*Cond).Wait < ${DOCKER}/pkg/ioutils.(*BytesPipe).Read < io.copyBuffer < io.CopyBuffer < ${DOCKER}/pkg/pools.Copy < ${DOCKER}/container/stream.(*Config).CopyStreams.func2`,
    ),
    misses: stack(`sync.(*Cond).Wait < ${DOCKER}/pkg/ioutils.(*BytesPipe).Read < main.read`),
  },
  {
    id: '107',
    matches: stack(`${DOCKER_CLIENT}.(*Client).hijack.func1.1.1`, { state: 'chan send' }),
    misses: stack(`${DOCKER_CLIENT}.(*Client).stream < main.logs`, { state: 'select' }),
  },
  {
    id: '108',
    matches: stack(
      'go.temporal.io/sdk/internal.(*coroutineState).initialYield < go.temporal.io/sdk/internal.(*channelImpl).Receive < example.com/flows.Order',
      { state: 'chan receive' },
    ),
    misses: stack('go.temporal.io/sdk/internal.(*baseWorker).runPoller', { state: 'select' }),
  },
  {
    id: '109',
    matches: stack(`${UDP} < ${QUIC}.(*basicConn).ReadPacket < ${QUIC}.(*Transport).listen`, {
      state: 'IO wait',
    }),
    misses: stack(`${QUIC}.(*Transport).Dial < main.fetch`, { state: 'select' }),
  },
  {
    id: '110',
    matches: stack(`${QUIC}/internal/handshake.(*cryptoSetup).SendAlert`, { state: 'chan send' }),
    misses: stack(`${QUIC}.(*baseServer).sendRetry`, { state: 'running' }),
  },
  {
    id: '111',
    matches: stack('github.com/hashicorp/yamux.(*Stream).Read < io.ReadAtLeast < main.serve', {
      state: 'select',
    }),
    misses: stack('github.com/hashicorp/yamux.(*Session).Ping < main.dial', { state: 'select' }),
  },
  {
    id: '112',
    matches: stack('github.com/xtaci/smux.(*Session).keepalive', { state: 'select' }),
    misses: stack('github.com/xtaci/smux.(*Session).AcceptStream < main.serve', { state: 'select' }),
  },
  {
    id: '113',
    matches: stack(`${SSH}.(*handshakeTransport).readPacket < ${SSH}.(*mux).onePacket < ${SSH}.(*mux).loop`, {
      state: 'chan receive',
      by: `${SSH}.newMux`,
      waited: 1,
    }),
    misses: stack(`${SSH}.(*Session).Wait < main.run`, { state: 'chan receive' }),
  },
  {
    id: '114',
    matches: stack(`${SSH}.DiscardRequests`, { state: 'chan receive', ranged: 1 }),
    misses: stack(`main.handleRequests`, { state: 'chan receive', ranged: 1 }),
  },
  {
    id: '119',
    matches: stack(`time.Sleep < ${LDAP}.(*Conn).processMessages.func2`, { state: 'sleep' }),
    misses: stack(`${LDAP}.(*Conn).processMessages.func2`, { state: 'select' }),
  },
  {
    id: '120',
    matches: stack(`${LDAP}.(*Conn).Close < main.lookUp`, { state: 'chan receive', waited: 1 }),
    misses: stack(`${LDAP}.(*Conn).Search < main.lookUp`, { state: 'chan receive' }),
  },
  {
    id: '121',
    matches: stack(`${POLL} < bufio.(*Reader).Read < ${LDAP}.(*Conn).reader`, { state: 'IO wait' }),
    misses: stack(`${LDAP}.(*Conn).Bind < main.login`, { state: 'chan receive' }),
  },
  {
    id: '125',
    matches: stack(
      `${NHOOYR}.(*mu).forceLock < ${NHOOYR}.(*msgReader).close < ${NHOOYR}.(*Conn).close.func1`,
      {
        state: 'chan send',
      },
    ),
    misses: stack(`${NHOOYR}.(*mu).lock < ${NHOOYR}.(*Conn).Write < main.send`, { state: 'select' }),
  },
  {
    id: '126',
    matches: stack(`${NHOOYR}.(*Conn).timeoutLoop`, { state: 'select', by: `${NHOOYR}.newConn` }),
    misses: stack(`${NHOOYR}.(*Conn).Ping < main.keep`, { state: 'select' }),
  },
  {
    id: '142',
    matches: stack(
      'internal/poll.runtime_pollWait < net.(*UnixConn).ReadMsgUnix < github.com/godbus/dbus/v5.(*oobReader).Read < github.com/godbus/dbus/v5.(*unixTransport).ReadMessage < github.com/godbus/dbus/v5.(*Conn).inWorker',
      { state: 'IO wait' },
    ),
    misses: stack('github.com/godbus/dbus/v5.(*Object).Call < main.reload', { state: 'chan receive' }),
  },
  {
    id: '147',
    matches: stack('github.com/hashicorp/memberlist.(*Memberlist).pushPullTrigger', { state: 'select' }),
    misses: stack('github.com/hashicorp/memberlist.(*Memberlist).Join < main.main', { state: 'select' }),
  },
  {
    id: '148',
    matches: stack('github.com/hashicorp/go-plugin.(*GRPCBroker).Run', { state: 'select' }),
    misses: stack('github.com/hashicorp/go-plugin.(*Client).Kill < main.stop', { state: 'select' }),
  },
  {
    id: '149',
    matches: stack('github.com/pion/sctp.(*Association).writeLoop', { state: 'select' }),
    misses: stack('github.com/pion/sctp.(*Stream).ReadSCTP < main.read', { state: 'sync.Mutex.Lock' }),
  },
  {
    id: '150',
    matches: stack('github.com/bwmarrin/discordgo.(*Session).heartbeat', { state: 'select' }),
    misses: stack('github.com/bwmarrin/discordgo.(*Session).ChannelMessageSend < main.say', {
      state: 'select',
    }),
  },
  {
    id: '151',
    matches: stack('github.com/r3labs/sse/v2.(*Stream).run.func1', { state: 'select' }),
    misses: stack('github.com/r3labs/sse/v2.(*Server).Publish < main.tell', { state: 'chan receive' }),
  },
  {
    id: '168',
    matches: stack('google.golang.org/grpc.newClientStreamWithParams.func4', { state: 'select' }),
    misses: stack(
      'google.golang.org/grpc.newClientStreamWithParams < google.golang.org/grpc.(*ClientConn).Invoke',
      {
        state: 'select',
      },
    ),
  },
  {
    id: '209',
    matches: stack('reflect.Select < github.com/ethereum/go-ethereum/rpc.(*ClientSubscription).forward', {
      state: 'select',
    }),
    misses: stack('github.com/ethereum/go-ethereum/rpc.(*ClientSubscription).Unsubscribe < main.stop', {
      state: 'chan receive',
    }),
  },
  {
    id: '210',
    matches: stack('go.etcd.io/etcd/client/v3.(*lessor).keepAliveCtxCloser', { state: 'select' }),
    misses: stack('go.etcd.io/etcd/client/v3.(*lessor).KeepAliveOnce < main.renew', { state: 'select' }),
  },
  {
    id: '213',
    matches: stack('github.com/nacos-group/nacos-sdk-go/v2/common/remote/rpc.(*RpcClient).Start.func2', {
      state: 'select',
    }),
    misses: stack(
      'github.com/nacos-group/nacos-sdk-go/v2/common/remote/rpc.(*RpcClient).Request < main.ask',
      {
        state: 'select',
      },
    ),
  },
  {
    id: '214',
    matches: stack(`${POLL} < net.(*UDPConn).ReadFrom < github.com/grandcat/zeroconf.(*Server).recv4`, {
      state: 'IO wait',
    }),
    misses: stack('github.com/grandcat/zeroconf.(*client).mainloop', { state: 'running' }),
  },
]
