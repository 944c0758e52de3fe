/** The bytes a request carries, with all that the request says about them held against them. */

import { createHash } from 'node:crypto'
import { decodeChunks } from './aws-chunked.ts'
import { CHECKSUMS, type RunningDigest } from './checksum.ts'
import type { Fields, S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

/** What was computed over a body that is what its sender meant. */
interface BodyDigest {
  /** Hex. */
  readonly md5: string
  /** The checksum that came with the body, base64. */
  readonly checksum?: { readonly algorithm: string; readonly value: string }
}

export interface Body {
  readonly bytes: AsyncIterable<Buffer>
  /** After the last byte. Throws BadDigest, XAmzContentSHA256Mismatch, IncompleteBody. */
  verify(): BodyDigest
}

const HEADER = 'x-amz-checksum-'
/** Values of x-amz-content-sha256 that are no hash. */
const UNSIGNED = 'UNSIGNED-PAYLOAD'
const UNSIGNED_CHUNKS = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'

/**
 * Opens the body of a request that has one.
 *
 * Throws EntityTooLarge above `maximum` bytes, MissingContentLength, InvalidDigest, and NotImplemented for
 * chunks with a signature each and for a checksum other than crc32, sha1 and sha256.
 */
export function openBody({ headers, body }: S3Request, maximum: number): Body {
  const payload = headers['x-amz-content-sha256'] ?? UNSIGNED
  const chunked = payload === UNSIGNED_CHUNKS
  const length = declaredLength(headers, chunked)
  if (length > maximum)
    throw new S3Error('EntityTooLarge', `It has ${length} bytes, the limit is ${maximum}.`)
  if (payload.startsWith('STREAMING-') && !chunked) throw new S3Error('NotImplemented', payload)

  const md5 = createHash('md5')
  const sha256 = chunked || payload === UNSIGNED ? undefined : createHash('sha256')
  const algorithm = checksumAlgorithm(headers)
  const checksum = algorithm === undefined ? undefined : createChecksum(algorithm)
  const digests: RunningDigest[] = [md5, sha256, checksum].filter((digest) => digest !== undefined)
  const expectedMd5 = readMd5(headers['content-md5'])
  const trailers = new Map<string, string>()
  let size = 0

  async function* read(): AsyncGenerator<Buffer> {
    for await (const chunk of chunked ? decodeChunks(body, trailers) : body) {
      size += chunk.length
      if (size > length) throw new S3Error('IncompleteBody', `More than the ${length} bytes declared.`)
      for (const digest of digests) digest.update(chunk)
      yield chunk
    }
  }

  return {
    bytes: read(),
    verify() {
      if (size !== length) throw new S3Error('IncompleteBody', `${size} of ${length} bytes.`)
      if (sha256 !== undefined && sha256.digest('hex') !== payload)
        throw new S3Error('XAmzContentSHA256Mismatch')
      const sum = md5.digest('hex')
      if (expectedMd5 !== undefined && sum !== expectedMd5) throw new S3Error('BadDigest', 'Content-MD5')
      if (algorithm === undefined || checksum === undefined) return { md5: sum }
      const value = checksum.digest().toString('base64')
      const name = HEADER + algorithm
      if ((trailers.get(name) ?? headers[name]) !== value) throw new S3Error('BadDigest', name)
      return { md5: sum, checksum: { algorithm, value } }
    },
  }
}

function declaredLength(headers: Fields, chunked: boolean): number {
  const length = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length']
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw new S3Error('MissingContentLength')
  return Number(length)
}

/** The one algorithm the headers name, in a checksum or in the announcement of a trailer. */
function checksumAlgorithm(headers: Fields): string | undefined {
  const announced = headers['x-amz-trailer']?.split(',').map((name) => name.trim().toLowerCase()) ?? []
  const names = [...Object.keys(headers), ...announced].filter((name) => name.startsWith(HEADER))
  const [algorithm, ...more] = names
    .map((name) => name.slice(HEADER.length))
    .filter((name) => name !== 'mode')
  if (more.length > 0) throw new S3Error('InvalidRequest', `Expecting a single ${HEADER} header.`)
  return algorithm
}

function createChecksum(algorithm: string): RunningDigest {
  const create = CHECKSUMS.get(algorithm)
  if (create === undefined) throw new S3Error('NotImplemented', HEADER + algorithm)
  return create()
}

/** Base64 of the header → hex. */
function readMd5(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const bytes = Buffer.from(header, 'base64')
  if (bytes.length !== 16) throw new S3Error('InvalidDigest', 'Content-MD5')
  return bytes.toString('hex')
}
