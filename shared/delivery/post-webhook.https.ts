import pRetry, { AbortError } from 'p-retry'
import { Rejection } from '#shared/api/reason.ts'
import type { Reach } from './address.ts'
import { checkedTarget, type Resolve, resolveByDns, send, sentenceOf } from './guarded-request.https.ts'
import type { Post, PostOutcome, PostWebhook } from './post-webhook.ts'
import { signedHeaders } from './signature.ts'

export interface PosterOptions {
  readonly reach: Reach
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** DNS of this machine without it. */
  readonly resolve?: Resolve
  /** Milliseconds to the second try. */
  readonly pause?: number
  /** Milliseconds of one try. */
  readonly tryFor?: number
}

const RETRIES = 3
/** Milliseconds: one try, and all of them. A judge waits for them. */
const TRY_FOR = 5_000
const ALL_TIMEOUT = 15_000
/** Statuses below 500 after which another try may go better (RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4). */
const PASSING = [408, 425, 429]

/** Posts to webhooks and to nothing else, each try to an address that was looked at; of an answer only the status is read. */
export function webhookPoster({
  reach,
  now,
  resolve = resolveByDns,
  pause = 500,
  tryFor = TRY_FOR,
}: PosterOptions): PostWebhook {
  return async (post) => {
    let tries = 0
    let status: number | undefined
    try {
      await pRetry(
        async () => {
          tries++
          status = undefined
          status = await statusOf(post, { reach, resolve, tryFor }, now())
          if (status < 200 || status > 299) throw refusal(status)
        },
        { retries: RETRIES, minTimeout: pause, signal: AbortSignal.timeout(ALL_TIMEOUT) },
      )
      return { delivered: true, tries, status, failure: undefined }
    } catch (error) {
      return failed(error, tries, status)
    }
  }
}

const failed = (error: unknown, tries: number, status: number | undefined): PostOutcome => ({
  delivered: false,
  tries,
  status,
  failure: error instanceof Error ? sentenceOf(error) : String(error),
})

/** The status of one try. @throws AbortError where another try would be refused as well */
async function statusOf(
  { url, secret, id, body, headers }: Post,
  { reach, resolve, tryFor }: Required<Pick<PosterOptions, 'reach' | 'resolve' | 'tryFor'>>,
  at: number,
): Promise<number> {
  const target = await checkedTarget(url, reach, resolve).catch((error: unknown) => {
    throw error instanceof Rejection ? new AbortError(error) : error
  })
  const signed = secret === undefined ? {} : signedHeaders(secret, id, at, body)
  const sent = { method: 'POST', headers: { ...headers, ...signed }, body }
  const response = await send(target, sent, AbortSignal.timeout(tryFor))
  response.destroy()
  return response.statusCode ?? 0
}

function refusal(status: number): Error {
  const error = new Error(`It answered ${status}; only 200 to 299 count as delivered.`)
  return status >= 500 || PASSING.includes(status) ? error : new AbortError(error)
}
