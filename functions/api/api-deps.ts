import type { MiddlewareHandler } from 'hono'
import type { Grant, Scope } from '#shared/access/grant.ts'
import type { Reach } from '#shared/delivery/address.ts'
import type { PostWebhook } from '#shared/delivery/post-webhook.ts'
import type { CallTracker } from '#shared/delivery/tracker/tracker.ts'
import type { IngestDeps } from '#shared/ingest/ingest.ts'
import type { IngestSocketsDeps } from '#shared/ingest/ingest-sockets.ts'
import type { JudgeQueue } from '#shared/store/judge-queue.ts'
import type { TokenStore } from '#shared/store/token-store.ts'
import type { UploadStore } from '#shared/store/upload-store.ts'
import type { NonFinding } from '#shared/verdict/model/quiet.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import type { Deps } from '../deps.ts'
import type { Meter } from '../meter.ts'
import type { BodyReaders, PushReaders } from './body/body-readers.ts'

/**
 * What every route knows and gets. It stands below the app and below its routes, and imports from neither.
 */

/** Who sent a request. */
export interface Caller {
  readonly tenant: string
  /** Of the token. */
  readonly name: string
  /** What the token allows, beside its tenant. */
  readonly grant: Grant
  /** @throws Rejection `forbidden` where the token is for other services */
  readonly mayTouch: (service: string) => void
}

/** Variables of a request: its id, and who sent it once a guard has let it in. */
export interface ApiEnv {
  readonly Variables: {
    caller: Caller
    requestId: string
    /** Of a body whose sender does not say its size: each part takes its room. @throws Rejection `overloaded` */
    takeRoom?: (bytes: number) => void
    /** Of what a body inflates to, while the request lasts. @throws Rejection `overloaded` */
    holdRoom?: (bytes: number) => void
  }
}

/** A request that somebody may ask about. The path has no token, and the query is not told. */
export interface Heard {
  /** undefined: it did not get so far. */
  readonly tenant: string | undefined
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
}

/** Lets in who has any one of the scopes; `admin` has all. */
export type Guard = (...scopes: Scope[]) => MiddlewareHandler<ApiEnv>

/** Judges while the caller waits. @throws OutOfTime where the queue has to do it */
export type JudgeNow = (tenant: string, service: string) => Promise<JudgeAnswer>

export interface JudgeAnswer {
  readonly judgement: { readonly verdicts: readonly Verdict[]; readonly others: readonly NonFinding[] }
  readonly closedHours: number
  readonly changedFindings: number
}

/** Files of the page by name, `index.html` among them; names of the others hold a hash of their content. */
export type PageFiles = ReadonlyMap<string, Uint8Array>

/** What the routes by which profiles come in are made of. */
export interface PushDeps extends IngestDeps, IngestSocketsDeps, PushReaders {
  readonly tokens: TokenStore
  readonly uploads: UploadStore
  readonly meter: Meter
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Bytes of a request body; 4.5 MB through Lambda (6 MB less base64), what one likes elsewhere. */
  readonly bodyLimit: number
  /** Holds back more bodies than there is room for (`caller/body-room.ts`); undefined: Lambda gives a function one at a time. */
  readonly room?: MiddlewareHandler<ApiEnv>
  /** Bytes of an answer, likewise; undefined: any. */
  readonly answerLimit?: number | undefined
  /** What one token may send to this instance. */
  readonly requestsPerMinute: number
  /** Hears of requests that were refused or slow; a local stack tells nobody. */
  readonly heard?: (heard: Heard) => void
  /** Whether a name in Host is this server's; without it a gateway in front has looked. */
  readonly isOwnHost?: ((name: string) => boolean) | undefined
}

/** What the HTTP API is made of. */
export interface ApiDeps extends Deps, PushDeps, BodyReaders {
  readonly meter: Meter
  /** Judges one service now. */
  readonly judge: JudgeNow
  /** Has services judged soon, without anybody waiting for it. */
  readonly judgeQueue: JudgeQueue
  /** Sends to a webhook. */
  readonly post: PostWebhook
  /** Asks a tracker. */
  readonly call: CallTracker
  /** Where webhooks may lie. */
  readonly reach: Reach
  /** Why nothing can be stored now, a sentence; undefined: it can. */
  readonly trouble?: () => string | undefined
  /** The files of the page. */
  readonly page: () => Promise<PageFiles>
}
