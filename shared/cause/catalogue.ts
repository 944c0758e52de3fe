import { BACKGROUND } from './background.ts'
import { CACHE } from './cache.ts'
import type { Cause } from './cause.ts'
import { CLOUD } from './cloud.ts'
import { CONTEXT } from './context.ts'
import { DATABASE_POOL } from './database-pool.ts'
import { DISCOVERY } from './discovery.ts'
import { ETCD } from './etcd.ts'
import { FILE_WATCH } from './file-watch.ts'
import { GRPC_CAUSES } from './grpc.ts'
import { HTTP2 } from './http2.ts'
import { KUBERNETES } from './kubernetes.ts'
import { LOGGING } from './logging.ts'
import { MESSAGING } from './messaging.ts'
import { MONGO } from './mongo.ts'
import { NET_HTTP } from './net-http.ts'
import { OS_EXEC } from './os-exec.ts'
import { QUEUE } from './queue.ts'
import { REDIS } from './redis.ts'
import { RUNTIME } from './runtime.ts'
import { SHAPE_LOCK } from './shape-lock.ts'
import { SHAPE_SEND } from './shape-send.ts'
import { SHAPE_WAIT } from './shape-wait.ts'
import { SOCKET } from './socket.ts'
import { SQL } from './sql.ts'

/**
 * Every known cause. Where two entries fit a stack, the one that stands first is meant.
 *
 * Names of a library say more than a shape, so libraries come first, the more special stack before the more general,
 * and shapes last. Entries with the very same stack name the one that is answered for it (`answeredBy`):
 *
 * - a bare readLoop is an unread body (1), not the canceler of a proxy (5);
 * - readLoop under Peek is an idle connection (2), whoever built the transport (3); a call without a time limit (10)
 *   shows in its roundTrip, since its readLoop is that of an idle connection;
 * - an HTTP/2 read loop is a client too many (6), not a connection after GOAWAY (8);
 * - connectionOpener is a sql.DB too many (11), not the one of a driver (12), which is below the bound.
 */
export const CATALOGUE: readonly Cause[] = [
  ...NET_HTTP,
  ...HTTP2,
  ...SQL,
  ...DATABASE_POOL,
  ...MONGO,
  ...REDIS,
  ...CACHE,
  ...CONTEXT,
  ...GRPC_CAUSES,
  ...ETCD,
  ...KUBERNETES,
  ...DISCOVERY,
  ...MESSAGING,
  ...QUEUE,
  ...CLOUD,
  ...LOGGING,
  ...FILE_WATCH,
  ...OS_EXEC,
  ...SOCKET,
  ...BACKGROUND,
  ...RUNTIME,
  ...SHAPE_LOCK,
  ...SHAPE_SEND,
  ...SHAPE_WAIT,
]

const byId = new Map(CATALOGUE.map((cause) => [cause.id, cause]))

/** The entry of a number. */
export const causeById = (id: string): Cause | undefined => byId.get(id)

const ranks = new Map(CATALOGUE.map(({ id }, rank) => [id, rank]))

/** Place in the catalogue: of stacks that leak together, the entry that stands first is meant. */
export const rankOf = (cause: Cause | undefined): number =>
  cause === undefined ? CATALOGUE.length : (ranks.get(cause.id) ?? CATALOGUE.length)
