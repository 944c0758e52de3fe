/** Who may: every request is signed with the server's one key, in a header or in a presigned URL. */

import { timingSafeEqual } from 'node:crypto'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'
import { ALGORITHM, type Claim, signatureOf, TERMINATOR } from './signature.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Milliseconds a clock may be off. */
const SKEW = 15 * 60_000
/** Seconds a presigned URL may live: 7 days. */
const LONGEST_EXPIRY = 604_800

/**
 * Throws unless the request carries a valid signature at `now` (milliseconds since the epoch):
 * AccessDenied without any, after its expiry, or with an `x-amz-` header outside of it.
 */
export function requireSignature(
  request: S3Request,
  { accessKeyId, secretAccessKey }: Credentials,
  now: number,
): void {
  const { presigned } = request
  const claim = presigned ? readQueryClaim(request) : readHeaderClaim(request)
  const signedAt = readTimestamp(claim.timestamp)
  if (presigned) requireUnexpired(request, signedAt, now)
  else if (Math.abs(now - signedAt) > SKEW) throw new S3Error('RequestTimeTooSkewed')
  if (claim.accessKeyId !== accessKeyId) throw new S3Error('InvalidAccessKeyId')
  const payload = request.headers['x-amz-content-sha256'] ?? (presigned ? 'UNSIGNED-PAYLOAD' : undefined)
  if (payload === undefined) throw new S3Error('MissingSecurityHeader', 'x-amz-content-sha256')
  const expected = Buffer.from(signatureOf(request, claim, payload, secretAccessKey))
  const given = Buffer.from(claim.signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new S3Error('SignatureDoesNotMatch')
  requireSignedHeaders(request, claim)
}

function readHeaderClaim({ headers }: S3Request): Claim {
  const header = headers.authorization
  if (header === undefined) throw new S3Error('AccessDenied', 'The request is not signed.')
  const fields = /^(\S+) +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(header)
  const [, algorithm, credential = '', signedHeaders = '', signature = ''] = fields ?? []
  const timestamp = headers['x-amz-date'] ?? ''
  const claim = readClaim(algorithm, credential, signedHeaders, timestamp, signature)
  if (claim === undefined) throw new S3Error('AuthorizationHeaderMalformed', `Only ${ALGORITHM} is accepted.`)
  return claim
}

function readQueryClaim({ query }: S3Request): Claim {
  const field = (name: string) => query[`X-Amz-${name}`] ?? ''
  const [credential, signedHeaders] = [field('Credential'), field('SignedHeaders')]
  const claim = readClaim(field('Algorithm'), credential, signedHeaders, field('Date'), field('Signature'))
  if (claim === undefined)
    throw new S3Error('AuthorizationQueryParametersError', `Only ${ALGORITHM} is accepted.`)
  return claim
}

/** `credential` is `<access key id>/<yyyymmdd>/<region>/s3/aws4_request`; the host is always signed. */
function readClaim(
  algorithm: string | undefined,
  credential: string,
  headerNames: string,
  timestamp: string,
  signature: string,
): Claim | undefined {
  const [accessKeyId, date, region, service, terminator, ...more] = credential.split('/')
  const signedHeaders = headerNames.split(';')
  const whole =
    accessKeyId && date && region && service === 's3' && terminator === TERMINATOR && more.length === 0
  if (
    !whole ||
    algorithm !== ALGORITHM ||
    !signedHeaders.includes('host') ||
    !timestamp.startsWith(`${date}T`)
  ) {
    return undefined
  }
  return { accessKeyId, scope: [date, region, service], signedHeaders, timestamp, signature }
}

function readTimestamp(timestamp: string): number {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')
  const time = iso === timestamp ? Number.NaN : Date.parse(iso)
  if (Number.isNaN(time))
    throw new S3Error('AccessDenied', 'x-amz-date is no time of the form yyyymmddThhmmssZ.')
  return time
}

function requireUnexpired({ query }: S3Request, signedAt: number, now: number): void {
  const expires = query['X-Amz-Expires'] ?? ''
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > LONGEST_EXPIRY) {
    throw new S3Error(
      'AuthorizationQueryParametersError',
      `X-Amz-Expires must be 1 to ${LONGEST_EXPIRY} seconds.`,
    )
  }
  if (now > signedAt + Number(expires) * 1000) throw new S3Error('AccessDenied', 'Request has expired.')
  if (now < signedAt - SKEW) throw new S3Error('AccessDenied', 'Request is not valid yet.')
}

function requireSignedHeaders({ sentHeaders }: S3Request, { signedHeaders }: Claim): void {
  const unsigned = Object.keys(sentHeaders).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  )
  if (unsigned.length > 0) throw new S3Error('AccessDenied', `Headers not signed: ${unsigned.join(', ')}.`)
}
