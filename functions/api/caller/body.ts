import type { Context } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import type { ApiEnv } from '../api-deps.ts'

/** Bytes of a body that is collected before it is looked at: HTTP holds its sender to the size that it announces. */
const AT_ONCE = 1024 * 1024

/** @throws Rejection `body-too-large` as soon as the limit is passed, however the body is sent; `overloaded` */
export async function readBody(c: Context<ApiEnv>, limit: number): Promise<Uint8Array> {
  const announced = Number(c.req.header('content-length') ?? 0)
  if (announced > limit) throw tooLarge(limit, announced)
  if (announced > 0 && announced <= AT_ONCE) return wholeBody(c)
  const takeRoom = c.get('takeRoom')
  // Its parts would stand beside the whole until the last of them has come.
  const whole = new Uint8Array(announced)
  const rest: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(c)) {
    const begin = size
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit, size)
    takeRoom?.(chunk.byteLength)
    if (size <= announced) whole.set(chunk, begin)
    else rest.push(chunk)
  }
  if (size === announced) return whole
  const taken = size - rest.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return Buffer.concat([whole.subarray(0, taken), ...rest], size)
}

/** A sender that goes away is no failure of ours. */
const incomplete = (cause: unknown): Rejection =>
  new Rejection('incomplete-body', 'The body was not sent to its end; send it again.', { cause })

/** Without the streams of fetch, which take as long as all else of a small push. */
async function wholeBody(c: Context<ApiEnv>): Promise<Uint8Array> {
  try {
    return new Uint8Array(await c.req.raw.arrayBuffer())
  } catch (cause) {
    throw incomplete(cause)
  }
}

async function* chunksOf(c: Context<ApiEnv>): AsyncIterable<Uint8Array> {
  try {
    yield* c.req.raw.body ?? emptyBody()
  } catch (cause) {
    throw incomplete(cause)
  }
}

async function* emptyBody(): AsyncIterable<Uint8Array> {}

const tooLarge = (limit: number, actual: number): Rejection =>
  new Rejection(
    'body-too-large',
    `The body has ${actual} bytes or more; at most ${limit} are taken here. Send it gzipped, or as debug=0.`,
    {
      limit,
      actual,
    },
  )
