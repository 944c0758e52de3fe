/** Takes a profile from a target. */

import { type Held, NoRoom } from './body-room.ts'
import { packedBody, TooLarge } from './bounded-body.ts'
import { failureOf } from './failure.ts'
import type { Target } from './target.ts'

export interface PullLimits {
  /** Milliseconds until the last byte. */
  readonly timeout: number
  readonly bytes: number
}

/** The runtime cuts a debug=2 dump at 64 MB (net/http/pprof by way of runtime/pprof, writeGoroutineStacks). */
export const DEFAULT_PULL_LIMITS: PullLimits = { timeout: 30_000, bytes: 64 * 1024 * 1024 }

export interface PullDeps {
  readonly fetch: typeof fetch
  readonly limits: PullLimits
}

/** A profile, gzipped, or that the target has none of this kind, or why there is none now. */
export type Pulled =
  | { readonly is: 'taken'; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly is: 'absent' }
  | { readonly is: 'failed'; readonly why: string }

/**
 * One profile of a target. Follows no redirect: its headers are for this address alone.
 *
 * @param signal cuts the pull short
 * @param held counts the bytes as they come
 */
export async function pull(
  deps: PullDeps,
  { folder, headers }: Target,
  profile: 'goroutine' | 'goroutineleak',
  debug: 0 | 2,
  signal: AbortSignal,
  held: Held,
): Promise<Pulled> {
  const { timeout, bytes } = deps.limits
  const url = new URL(folder)
  url.pathname += profile
  if (debug > 0) url.searchParams.set('debug', String(debug))
  try {
    const response = await deps.fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    })
    if (response.status === 200) return { is: 'taken', body: await packedBody(response, bytes, held) }
    await response.body?.cancel()
    return response.status === 404 ? { is: 'absent' } : { is: 'failed', why: `answered ${response.status}` }
  } catch (error) {
    return {
      is: 'failed',
      why: error instanceof TooLarge || error instanceof NoRoom ? error.message : failureOf(error),
    }
  }
}
