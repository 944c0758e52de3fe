import type { Cause } from './cause.ts'
import { github } from './link.ts'
import type { StackPattern } from './stack-pattern.ts'
import { go, prose } from './text.ts'

const TOPOLOGY = 'go.mongodb.org/mongo-driver{v}/x/mongo/driver/topology.'

const UPDATE: StackPattern = { any: [`${TOPOLOGY}(*Server).update`] }
const POOL: readonly StackPattern[] = [
  { any: [`${TOPOLOGY}(*pool).maintain`] },
  { any: [`${TOPOLOGY}(*pool).createConnections`] },
]

/** MongoDB. */
export const MONGO: readonly Cause[] = [
  {
    id: '20',
    group: 'database',
    basis: 'cause',
    class: 'leak',
    title: 'MongoDB monitor that starts after the client was disconnected',
    where: 'in round-trip monitors of disconnected MongoDB clients',
    match: [
      { any: [`${TOPOLOGY}(*rttMonitor).runHellos`] },
      { any: [`${TOPOLOGY}(*rttMonitor).start`], none: [`${TOPOLOGY}(*Server).update`] },
    ],
    why: 'A disconnect that overtakes the connect left the monitor of a server running.',
    fix: 'Upgrade the driver: the race was mended.',
    holds: [
      { module: 'go.mongodb.org/mongo-driver', until: 'v1.15.1' },
      { module: 'go.mongodb.org/mongo-driver/v2', until: 'v2.0.0' },
    ],
    links: github('mongodb/mongo-go-driver#1587'),
  },
  {
    id: '21',
    group: 'database',
    basis: 'cause',
    class: 'background',
    bound: 16,
    title: 'mongo.Connect per call, without Disconnect',
    where: 'that keep up MongoDB clients nobody disconnected',
    match: [UPDATE, ...POOL],
    why: prose`
      A client watches every server of the cluster and keeps a pool for each, until Disconnect. A client per
      call, or one that is thrown away because its Ping failed, leaves all of them.`,
    fix: 'Connect once and share the client; call Disconnect on every path, also where Ping fails.',
    snippet: {
      before: go`
        client, err := mongo.Connect(ctx, opts)
        if err != nil {
          return nil, err
        }
        if err := client.Ping(ctx, nil); err != nil {
          return nil, err // the client stays connected
        }`,
      after: go`
        client, err := mongo.Connect(ctx, opts)
        if err != nil {
          return nil, err
        }
        if err := client.Ping(ctx, nil); err != nil {
          return nil, errors.Join(err, client.Disconnect(ctx))
        }`,
    },
    holds: [{ module: 'go.mongodb.org/mongo-driver' }, { module: 'go.mongodb.org/mongo-driver/v2' }],
    links: github(
      'dapr/components-contrib#3538',
      'gravitational/teleport#10664',
      'gravitational/teleport#60645',
    ),
  },
  {
    id: '22',
    group: 'database',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'mgo session not closed',
    where: 'of mgo sessions',
    match: [
      { any: ['**/mgo{v}.(*mongoSocket).readLoop'] },
      { any: ['**/mgo{v}.(*mongoServer).pinger'] },
      { any: ['**/mgo{v}.(*mongoCluster).syncServersLoop'] },
    ],
    why: prose`
      A session that was copied holds its socket, with a readLoop, until Session.Close. One that was dialled also has
      a loop for its cluster and one per server.`,
    fix: 'defer session.Close() after each Copy and Clone; Dial once.',
    snippet: {
      before: go`
        session := root.Copy()
        return session.DB("shop").C("orders").Find(query).One(&order)`,
      after: go`
        session := root.Copy()
        defer session.Close()
        return session.DB("shop").C("orders").Find(query).One(&order)`,
    },
    holds: [{ module: 'github.com/globalsign/mgo' }, { module: 'gopkg.in/mgo.v2' }],
    links: github('globalsign/mgo#148'),
  },
]
