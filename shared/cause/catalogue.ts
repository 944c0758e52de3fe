import { AGENT } from './agent.ts'
import { BACKGROUND } from './background.ts'
import { CACHE } from './cache.ts'
import type { Cause } from './cause.ts'
import { CLOUD } from './cloud.ts'
import { CONTEXT } from './context.ts'
import { DATABASE_POOL } from './database-pool.ts'
import { DIRECTORY } from './directory.ts'
import { DISCOVERY } from './discovery.ts'
import { DOCKER } from './docker.ts'
import { DRIVER } from './driver.ts'
import { ELASTIC } from './elastic.ts'
import { ETCD } from './etcd.ts'
import { EXPIRY } from './expiry.ts'
import { FILE_WATCH } from './file-watch.ts'
import { GRPC_CAUSES } from './grpc.ts'
import { GRPC_STREAM } from './grpc-stream.ts'
import { HANDLER } from './handler.ts'
import { HTTP_SERVER } from './http-server.ts'
import { HTTP2 } from './http2.ts'
import { KAFKA } from './kafka.ts'
import { KUBERNETES } from './kubernetes.ts'
import { KUBERNETES_QUEUE } from './kubernetes-queue.ts'
import { LIMIT } from './limit.ts'
import { LISTENER } from './listener.ts'
import { LOGGING } from './logging.ts'
import { MESSAGING } from './messaging.ts'
import { MONGO } from './mongo.ts'
import { MQTT } from './mqtt.ts'
import { MULTIPLEX } from './multiplex.ts'
import { NET_HTTP } from './net-http.ts'
import { OBSERVABILITY } from './observability.ts'
import { OPEN_CLIENT } from './open-client.ts'
import { OPEN_STORE } from './open-store.ts'
import { OPEN_SUBSCRIPTION } from './open-subscription.ts'
import { OPEN_TELEMETRY } from './open-telemetry.ts'
import { OPEN_TERMINAL } from './open-terminal.ts'
import { OPEN_WORKER } from './open-worker.ts'
import { OS_EXEC } from './os-exec.ts'
import { PEER } from './peer.ts'
import { PIPE } from './pipe.ts'
import { QUEUE } from './queue.ts'
import { QUIC } from './quic.ts'
import { REDIS } from './redis.ts'
import { REQUEST } from './request.ts'
import { RUNTIME } from './runtime.ts'
import { SCHEDULE } from './schedule.ts'
import { SESSION } from './session.ts'
import { SHAPE_LOCK } from './shape-lock.ts'
import { SHAPE_SEND } from './shape-send.ts'
import { SHAPE_WAIT } from './shape-wait.ts'
import { SOCKET } from './socket.ts'
import { SQL } from './sql.ts'
import { SSH_CAUSES } from './ssh.ts'
import { STANDARD } from './standard.ts'
import { TASK_QUEUE } from './task-queue.ts'
import { WEBSOCKET } from './websocket.ts'
import { WORKER } from './worker.ts'
import { WORKFLOW } from './workflow.ts'

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
  ...EXPIRY,
  ...ELASTIC,
  ...CONTEXT,
  ...GRPC_CAUSES,
  ...GRPC_STREAM,
  ...ETCD,
  ...KUBERNETES,
  ...KUBERNETES_QUEUE,
  ...DISCOVERY,
  ...DIRECTORY,
  ...DOCKER,
  ...WORKFLOW,
  ...QUIC,
  ...MULTIPLEX,
  ...SSH_CAUSES,
  ...PEER,
  ...MESSAGING,
  ...QUEUE,
  ...MQTT,
  ...KAFKA,
  ...TASK_QUEUE,
  ...CLOUD,
  ...LOGGING,
  ...OBSERVABILITY,
  ...AGENT,
  ...SCHEDULE,
  ...FILE_WATCH,
  ...OS_EXEC,
  ...OPEN_CLIENT,
  ...OPEN_STORE,
  ...OPEN_SUBSCRIPTION,
  ...OPEN_TELEMETRY,
  ...OPEN_TERMINAL,
  ...OPEN_WORKER,
  ...WEBSOCKET,
  ...SOCKET,
  ...BACKGROUND,
  ...RUNTIME,
  ...DRIVER,
  ...SESSION,
  ...WORKER,
  ...HTTP_SERVER,
  ...STANDARD,
  ...REQUEST,
  ...PIPE,
  ...LISTENER,
  ...LIMIT,
  ...SHAPE_LOCK,
  ...SHAPE_SEND,
  ...SHAPE_WAIT,
  ...HANDLER,
]

const byId = new Map(CATALOGUE.map((cause) => [cause.id, cause]))

/** The entry of a number. */
export const causeById = (id: string): Cause | undefined => byId.get(id)

const ranks = new Map(CATALOGUE.map(({ id }, rank) => [id, rank]))

/** Place in the catalogue: of stacks that leak together, the entry that stands first is meant. */
export const rankOf = (cause: Cause | undefined): number =>
  cause === undefined ? CATALOGUE.length : (ranks.get(cause.id) ?? CATALOGUE.length)
