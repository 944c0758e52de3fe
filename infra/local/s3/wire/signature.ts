/** Signature version 4 as S3 computes it. Source: "Authenticating Requests (AWS Signature Version 4)", S3 API reference. */

import { createHash, createHmac } from 'node:crypto'
import { decode, encodeUri, type S3Request } from './request.ts'

/** What a signature says about itself, in the Authorization header or in a presigned URL. */
export interface Claim {
  readonly accessKeyId: string
  /** `yyyymmdd`, region and service the key is derived for. */
  readonly scope: readonly [date: string, region: string, service: string]
  /** Lower-case names in alphabetical order. */
  readonly signedHeaders: readonly string[]
  /** `yyyymmddThhmmssZ` */
  readonly timestamp: string
  /** 64 hex digits. */
  readonly signature: string
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'
/** The last part of every scope. */
export const TERMINATOR = 'aws4_request'

/** The signature that the owner of `secret` would give the request, in hex. `payload`: x-amz-content-sha256. */
export function signatureOf(request: S3Request, claim: Claim, payload: string, secret: string): string {
  const scope = [...claim.scope, TERMINATOR]
  const toSign = [
    ALGORITHM,
    claim.timestamp,
    scope.join('/'),
    sha256(canonical(request, claim, payload)),
  ].join('\n')
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

function canonical(request: S3Request, claim: Claim, payload: string): string {
  const path = request.rawPath.split('/').map((part) => encodeUri(decode(part)))
  const query = Object.entries(request.query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((field) => field.join('='))
  const headers = claim.signedHeaders.map((name) => `${name}:${trim(request.sentHeaders[name] ?? '')}\n`)
  return [
    request.method,
    path.join('/'),
    query.join('&'),
    headers.join(''),
    claim.signedHeaders.join(';'),
    payload,
  ].join('\n')
}

const trim = (value: string): string => value.trim().replace(/ +/g, ' ')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
