import { type Context, Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { bytesOf, ingestSeveral, refuseTogether } from '#shared/ingest/ingest-several.ts'
import type { Codec } from '#shared/push/push-request.ts'
import { connectError } from '../answer/connect-error.ts'
import { ignoredHeaders } from '../answer/ignored.ts'
import { answerErrors } from '../answer/problem.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** Bytes of a message, also where bodies may be larger: what API Gateway takes, far over any profile in proto. */
const MOST_MESSAGE = 10 * 1024 * 1024
const CODECS: readonly Codec[] = ['application/proto', 'application/json']
const ENCODINGS: readonly string[] = ['identity', 'gzip']
/** The only version there is (connectrpc.com/docs/protocol, "Unary-Request"). */
const PROTOCOL_VERSION = '1'

/** `POST /push.v1.PusherService/Push`: what Alloy and profilecli send, a unary call of Connect. */
export function connectPushRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  const limit = Math.min(deps.bodyLimit, MOST_MESSAGE)
  return new Hono<ApiEnv>()
    .post('/Push', guard('push'), async (c) => {
      const codec = codecOf(c)
      const body = await readBody(c, limit)
      const { admission } = deps
      const { profiles } = await deps.readConnectMessage(body, { codec, limit, admission })
      c.get('holdRoom')?.(bytesOf(profiles))
      const takenIn = await ingestSeveral(deps, c.get('caller'), profiles, deps.now())
      refuseTogether(takenIn, profiles.length)
      const { others, trimmedLabels } = takenIn
      return c.body(codec === 'application/json' ? '{}' : '', 200, {
        'content-type': codec,
        ...ignoredHeaders(others === 0 ? undefined : 'not-a-goroutine-profile', trimmedLabels),
      })
    })
    .all('/Push', ({ req }) => {
      throw new Rejection('method-not-allowed', `There is no ${req.method} ${req.path}; send POST.`)
    })
    .all('/*', ({ req }) => {
      throw new Rejection('unknown-path', `There is no ${req.path}; PusherService has the method Push.`)
    })
    .onError(answerErrors(connectError))
}

/** @throws Rejection where the headers ask for more than a unary call in one of the codecs */
function codecOf({ req }: Context): Codec {
  const type = req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const codec = CODECS.find((known) => known === type)
  if (codec === undefined) {
    throw new Rejection(
      'unsupported-media-type',
      `The content type is "${type.slice(0, 80)}"; send ${CODECS.join(' or ')}.`,
    )
  }
  const encoding = req.header('content-encoding')?.toLowerCase() ?? 'identity'
  if (!ENCODINGS.includes(encoding)) {
    throw new Rejection(
      'unsupported-encoding',
      `The content encoding is "${encoding.slice(0, 80)}"; send ${ENCODINGS.join(' or ')}.`,
    )
  }
  const version = req.header('connect-protocol-version') ?? PROTOCOL_VERSION
  if (version !== PROTOCOL_VERSION) {
    throw new Rejection('bad-parameter', `Connect-Protocol-Version is ${version.slice(0, 80)}; it must be 1.`)
  }
  return codec
}
