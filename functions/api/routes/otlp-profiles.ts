import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import {
  bytesOf,
  ingestSeveral,
  refuseTogether,
  sayRefused,
  type TakenIn,
} from '#shared/ingest/ingest-several.ts'
import { type PartialSuccess, writeResponse } from '#shared/otlp/write-response.ts'
import { ignoredHeaders } from '../answer/ignored.ts'
import { encodingOf, OTLP_TYPES, otlpError } from '../answer/otlp-error.ts'
import { answerErrors, shownText } from '../answer/problem.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { isEncoded } from '../body/content-encoding.ts'
import { readBody } from '../caller/body.ts'

/** Bytes of a message once inflated: what the Collector's own receiver takes (confighttp 0.165, max_request_body_size). */
const MOST_MESSAGE = 20 * 1024 * 1024
/**
 * Bytes of all profiles of a message as profile.proto: one of 16,000 stacks of 40 frames has 2.7 MB, and takes a second to write.
 */
const MOST_PPROF = 16 * 1024 * 1024
/**
 * Which incompatible version of the schema a message is in; without it the first (collector pdata 1.71.0, profiles_version.go).
 */
const VERSION_HEADER = 'otlp-profiles-development-version'
const VERSION = '1'
/** Sample types that a sentence names. */
const SHOWN_TYPES = 4

/** `POST /v1development/profiles`: OTLP over HTTP, as the Collector's exporter sends it. */
export function otlpProfileRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .post('/', guard('push'), async (c) => {
      const encoding = encodingOf(c)
      if (encoding === undefined) throw otherType(c.req.header('content-type') ?? '')
      refuseOtherVersion(c.req.header(VERSION_HEADER))
      const how = {
        encoding,
        isEncoded: isEncoded(c.req.header('content-encoding')),
        limit: MOST_MESSAGE,
        pprofLimit: MOST_PPROF,
        admission: deps.admission,
      }
      const message = await readBody(c, Math.min(deps.bodyLimit, MOST_MESSAGE))
      const { profiles, others } = await deps.readOtlpMessage(message, how)
      c.get('holdRoom')?.(bytesOf(profiles))
      const takenIn = await ingestSeveral(deps, c.get('caller'), profiles, deps.now(), MOST_PPROF)
      if (takenIn.taken === 0) refuseTogether(takenIn, profiles.length)
      const body = writeResponse(encoding, partialSuccess(takenIn, others, profiles.length))
      const ignored = others.length + takenIn.others > 0 ? 'not-a-goroutine-profile' : undefined
      return c.body(new Uint8Array(body), 200, {
        'content-type': OTLP_TYPES[encoding],
        ...ignoredHeaders(ignored, takenIn.trimmedLabels),
      })
    })
    .all('/', ({ req }) => {
      throw new Rejection('method-not-allowed', `There is no ${req.method} ${req.path}; send POST.`)
    })
    .onError(answerErrors(otlpError))
}

/** What was not stored of a message of which the rest is; undefined: all of it was. */
function partialSuccess(
  { refused, others: alsoOthers }: TakenIn,
  others: readonly string[],
  goroutines: number,
): PartialSuccess | undefined {
  const notGoroutines = others.length + alsoOthers
  const rejectedProfiles = notGoroutines + refused.length
  if (rejectedProfiles === 0) return undefined
  const sentences = [
    ...(notGoroutines === 0 ? [] : [sayOthers(others, notGoroutines)]),
    ...(refused.length === 0 ? [] : [sayRefused(refused, goroutines)]),
  ]
  return { rejectedProfiles, errorMessage: shownText(sentences.join(' ')) }
}

function sayOthers(types: readonly string[], profiles: number): string {
  const named = [...new Set(types)].slice(0, SHOWN_TYPES).map((type) => type.slice(0, 80))
  const are = profiles === 1 ? 'profile is' : 'profiles are'
  return `${profiles} ${are} not of goroutines (${named.join(', ')}) and not stored: Tidemark keeps goroutine/count and goroutineleak/count.`
}

const otherType = (type: string): Rejection =>
  new Rejection(
    'unsupported-media-type',
    `The content type is "${type.slice(0, 80)}"; send application/x-protobuf or application/json.`,
  )

function refuseOtherVersion(version = VERSION): void {
  if (version === VERSION) return
  throw new Rejection(
    'bad-parameter',
    `The ${VERSION_HEADER} is "${version.slice(0, 80)}"; this server reads version ${VERSION}: use the Collector from 0.148 to 0.165, or update Tidemark.`,
    { limit: VERSION, actual: version.slice(0, 80) },
  )
}
