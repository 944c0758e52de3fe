import type { Context } from 'hono'
import type { Reason } from '#shared/api/reason.ts'
import type { Encoding } from '#shared/otlp/read-request.ts'
import { writeStatus } from '#shared/otlp/write-response.ts'
import { collectorStatus } from './plain-error.ts'
import { type ErrorShape, shownText } from './problem.ts'

/** Codes of gRPC by status of HTTP (grpc.io/docs/guides/status-codes). */
const CODE: Readonly<Record<number, number>> = {
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 12, // UNIMPLEMENTED
  405: 12,
  415: 12,
  429: 8, // RESOURCE_EXHAUSTED
  500: 13, // INTERNAL
  503: 14, // UNAVAILABLE
}
const INVALID_ARGUMENT = 3

export const OTLP_TYPES: Readonly<Record<Encoding, string>> = {
  proto: 'application/x-protobuf',
  json: 'application/json',
}

const TYPES: Readonly<Record<string, Encoding>> = {
  'application/x-protobuf': 'proto',
  'application/protobuf': 'proto',
  'application/json': 'json',
}

/** Undefined: the content type is none of OTLP. */
export const encodingOf = ({ req }: Context): Encoding | undefined =>
  TYPES[req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '']

const answerEncoding = (c: Context): Encoding => encodingOf(c) ?? 'proto'

const codeOf = (reason: Reason): number => CODE[collectorStatus(reason)] ?? INVALID_ARGUMENT

/**
 * A `google.rpc.Status` in the encoding of the request. The Collector sends again after 429, 502, 503 and 504 alone
 * (otlphttpexporter 0.165.0, isRetryableStatusCode).
 */
export const otlpError: ErrorShape = {
  contentType: (c) => OTLP_TYPES[answerEncoding(c)],
  status: collectorStatus,
  body: ({ reason, message }, c) => writeStatus(answerEncoding(c), codeOf(reason), shownText(message)),
}
