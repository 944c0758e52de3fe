/** A small S3 on the file system: what the local stack and the tests put where AWS has the bucket. */

import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from '../close-server.ts'
import { hasCode } from './disk/file-error.ts'
import { type ObjectStore, openObjectStore } from './disk/object-store.ts'
import type { Context } from './operation/context.ts'
import { routeOf } from './route.ts'
import { type Credentials, requireSignature } from './wire/access.ts'
import { type Answer, refusal, send } from './wire/answer.ts'
import { readRequest } from './wire/request.ts'
import { S3Error } from './wire/s3-error.ts'

export interface S3Options {
  /** Holds all objects; made if absent. One server at a time. */
  readonly directory: string
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** The one key that is let in; a random one without it. */
  readonly credentials?: Credentials
  /** Largest object in bytes; S3's 5 GiB without it. */
  readonly maximumBytes?: number
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /**
   * Hears of every object that was put, when it is durable and before its put is answered; where it fails, so does
   * the put. S3's events come after the answer, and at least once.
   */
  readonly onCreated?: (object: { readonly bucket: string; readonly key: string }) => Promise<void>
  /** Hears of what went wrong on this side (answered 500); without it the console does. */
  readonly onError?: (error: unknown) => void
}

export interface S3Server {
  /** `http://127.0.0.1:<port>`: an address by number makes the SDK choose path style. */
  readonly url: string
  readonly credentials: Credentials
  /** Takes no more requests and answers when those under way have ended, or stood still for ten seconds. */
  close(): Promise<void>
}

/** S3's limit of one PUT. */
const FIVE_GIB = 5 * 1024 ** 3

/** Starts a server on 127.0.0.1. Rejects if the directory cannot be written or the port is taken. */
export async function startS3(options: S3Options): Promise<S3Server> {
  const { directory, port = 0, maximumBytes = FIVE_GIB, now = Date.now, onError = console.error } = options
  const { onCreated = async () => undefined } = options
  const credentials = options.credentials ?? randomCredentials()
  const objects = await openObjectStore(directory)
  const store: ObjectStore = {
    ...objects,
    async put(bucket, key, object) {
      const head = await objects.put(bucket, key, object)
      await onCreated({ bucket, key })
      return head
    },
  }
  const context: Context = { store, maximumBytes, now }

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID()
    try {
      const answer = await answerTo(message, context, credentials).catch((error: unknown) => {
        const refused = toS3Error(error)
        if (refused.code === 'InternalError' && !message.destroyed) onError(error)
        return refusal(refused, message.url ?? '/', requestId)
      })
      await send(response, answer, requestId)
    } catch (error) {
      if (!hasCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) onError(error)
      response.destroy()
    } finally {
      message.resume()
    }
  }

  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (message, response) => void respond(message, response),
  )
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(port, '127.0.0.1', listening.resolve)
  await listening.promise
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials,
    close: () => closeServer(server),
  }
}

async function answerTo(
  message: IncomingMessage,
  context: Context,
  credentials: Credentials,
): Promise<Answer> {
  const request = readRequest(message)
  requireSignature(request, credentials, context.now())
  return routeOf(request)(context, request)
}

/** A key may be short enough for S3 and still too long for a path on this system. */
function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error
  return new S3Error(hasCode(error, 'ENAMETOOLONG') ? 'KeyTooLongError' : 'InternalError')
}

function randomCredentials(): Credentials {
  return { accessKeyId: `local${randomUUID()}`, secretAccessKey: randomBytes(30).toString('base64url') }
}
