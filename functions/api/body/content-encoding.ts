import { Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import { isZstd, unzstd } from '#shared/goroutine/unzstd.ts'

const ENCODINGS: readonly string[] = ['identity', 'gzip', 'zstd']

/** Whether a `Content-Encoding` is to be taken off. @throws Rejection `unsupported-encoding` */
export function isEncoded(header = 'identity'): boolean {
  const encoding = header.trim().toLowerCase()
  if (ENCODINGS.includes(encoding)) return encoding !== 'identity'
  throw new Rejection(
    'unsupported-encoding',
    `The content encoding is "${encoding.slice(0, 80)}"; send ${ENCODINGS.join(', ')}.`,
  )
}

/**
 * A body without its gzip or zstd. A proxy may have taken that off before, so that the bytes decide.
 *
 * @param limit bytes once inflated
 * @throws Rejection for what is too large or broken
 */
export async function decodeBody(body: Uint8Array, limit: number): Promise<Uint8Array> {
  if (body.length === 0) return body
  const inflated = await (isZstd(body) ? unzstd(body, limit) : inflate(body, limit))
  if (inflated.answer === 'inflated') return inflated.bytes
  const { reason, detail, ...passed } = inflated.broken
  throw new Rejection(reason, detail, passed)
}
