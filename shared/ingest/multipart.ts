import { parseMultipart } from '@remix-run/multipart-parser'
import { Rejection } from '#shared/api/reason.ts'

/** Pyroscope's clients send two or three. */
const MOST_PARTS = 10
/** Bytes of the headers of one part; those of pyroscope-go have 120. */
const MOST_HEADER = 4_096

const DECLARED = /^\s*multipart\/form-data\s*(?:;|$)/i
const BOUNDARY = /\bboundary=(?:"([^"]+)"|([^\s;"]+))/i
/** How a body begins: its boundary, 70 characters at most (RFC 2046 §5.1.1), and the headers of its first part. */
const BEGINS = /^--([\x21-\x7e]{1,70})\r\nContent-/i
const LOOKED_AT = 90

/** The boundary that the bytes of a multipart body begin with; undefined: they do not look like one. */
export function boundaryInside(body: Uint8Array): string | undefined {
  const begin = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, LOOKED_AT))
  return BEGINS.exec(begin.toString('latin1'))?.[1]
}

/** The boundary that a content type declares, empty where it forgot to; undefined: it is not multipart/form-data. */
export function boundaryDeclared(contentType = ''): string | undefined {
  if (!DECLARED.test(contentType)) return undefined
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? []
  return quoted ?? bare ?? ''
}

/**
 * The parts of a multipart/form-data body by their names; of equal names the first.
 *
 * @throws Rejection `malformed-multipart`
 */
export function readParts(body: Uint8Array, boundary: string): ReadonlyMap<string, Uint8Array> {
  const limits = {
    maxParts: MOST_PARTS,
    maxHeaderSize: MOST_HEADER,
    maxFileSize: body.length,
    maxTotalSize: body.length,
  }
  const parts = new Map<string, Uint8Array>()
  try {
    for (const { name, bytes } of parseMultipart(body, { boundary, ...limits })) {
      if (name !== undefined && !parts.has(name)) parts.set(name, bytes)
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    throw new Rejection('malformed-multipart', `The multipart body cannot be read: ${why}. Send it again.`, {
      cause,
    })
  }
  return parts
}
