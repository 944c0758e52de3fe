import type { Reach } from '../address.ts'
import { checkedTarget, type Resolve, resolveByDns, send, sentenceOf } from '../guarded-request.https.ts'
import { type CallTracker, type TrackerAnswer, TrackerError } from './tracker.ts'

export interface CallerOptions {
  readonly reach: Reach
  /** DNS of this machine without it. */
  readonly resolve?: Resolve
  /** Milliseconds of one request. */
  readonly within?: number
}

/** Milliseconds: a judge waits for it. */
const WITHIN = 5_000
/** Bytes of an answer: a page of 100 issues whose texts are as long as ours. */
const MOST_BYTES = 8 * 1024 * 1024

/** Asks the APIs of trackers, by the same guard as webhooks are posted to. One try: a later run makes the next. */
export function trackerCaller({
  reach,
  resolve = resolveByDns,
  within = WITHIN,
}: CallerOptions): CallTracker {
  return async ({ method, url, headers, body }) => {
    const signal = AbortSignal.timeout(within)
    try {
      const target = await checkedTarget(url, reach, resolve)
      const text = body === undefined ? undefined : JSON.stringify(body)
      const response = await send(target, { method, headers, body: text }, signal)
      const answer = await bytesOf(response)
      const named = Object.entries(response.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      )
      return {
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(named),
        json: parsed(answer),
      } satisfies TrackerAnswer
    } catch (error) {
      if (error instanceof TrackerError) throw error
      // An answer that ends in the middle fails by the code of its socket.
      if (signal.aborted) throw new TrackerError('It took too long.')
      throw new TrackerError(error instanceof Error ? sentenceOf(error) : String(error))
    }
  }
}

async function bytesOf(response: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of response) {
    bytes += part.length
    if (bytes > MOST_BYTES) throw new TrackerError(`It answered more than ${MOST_BYTES} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
