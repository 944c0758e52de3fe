import type { Context } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import { isZstd, unzstd } from '#shared/goroutine/unzstd.ts'
import type { ApiEnv } from '../api-deps.ts'
import { readBody } from './body.ts'

const ENCODINGS: readonly string[] = ['identity', 'gzip', 'zstd']

/**
 * The body without its `Content-Encoding`, gzip or zstd. A proxy may have taken that off before, so that the bytes decide.
 *
 * @param limits bytes as they are sent, and once inflated
 * @throws Rejection `unsupported-encoding`, `overloaded`, and those of a body that is too large or broken
 */
export async function readDecodedBody(
  c: Context<ApiEnv>,
  limits: { readonly sent: number; readonly inflated: number },
): Promise<Uint8Array> {
  const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (!ENCODINGS.includes(encoding)) {
    throw new Rejection(
      'unsupported-encoding',
      `The content encoding is "${encoding.slice(0, 80)}"; send ${ENCODINGS.join(', ')}.`,
    )
  }
  const body = await readBody(c, limits.sent)
  if (encoding === 'identity' || body.length === 0) return body
  const inflated = await (isZstd(body) ? unzstd(body, limits.inflated) : inflate(body, limits.inflated))
  if (inflated.answer === 'inflated') {
    c.get('holdRoom')?.(inflated.bytes.length)
    return inflated.bytes
  }
  const { reason, detail, ...passed } = inflated.broken
  throw new Rejection(reason, detail, passed)
}
