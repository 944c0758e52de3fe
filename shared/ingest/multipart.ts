import { parseMultipart } from '@remix-run/multipart-parser'
import { Rejection } from '#shared/api/reason.ts'

/** Pyroscope's clients send two or three parts. */
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

/** One part of a form. */
export interface FormPart {
  readonly bytes: Uint8Array
  /** As the sender calls the file; undefined where it is none. */
  readonly filename: string | undefined
}

/** The bytes of the parts of a multipart/form-data body by their names. @see readForm */
export const readParts = (
  body: Uint8Array,
  boundary: string,
  maxParts?: number,
): ReadonlyMap<string, Uint8Array> =>
  new Map([...readForm(body, boundary, maxParts)].map(([name, { bytes }]) => [name, bytes]))

/**
 * The parts of a multipart/form-data body by their names; of equal names the first.
 *
 * @param maxParts more are refused
 * @throws Rejection `malformed-multipart`
 */
export function readForm(
  body: Uint8Array,
  boundary: string,
  maxParts = MOST_PARTS,
): ReadonlyMap<string, FormPart> {
  const limits = {
    maxParts,
    maxHeaderSize: MOST_HEADER,
    maxFileSize: body.length,
    maxTotalSize: body.length,
  }
  const parts = new Map<string, FormPart>()
  try {
    for (const { name, bytes, filename } of parseMultipart(body, { boundary, ...limits })) {
      if (name !== undefined && !parts.has(name)) parts.set(name, { bytes, filename })
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    throw new Rejection('malformed-multipart', `The multipart body cannot be read: ${why}. Send it again.`, {
      cause,
    })
  }
  return parts
}
