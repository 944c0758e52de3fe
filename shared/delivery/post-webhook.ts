/** What is sent to a webhook. */
export interface Post {
  readonly url: string
  /** Signs the body; undefined: it is not signed. */
  readonly secret: string | undefined
  /** Beside those of every post, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Id of the message, the same in every try. */
  readonly id: string
  /** JSON. */
  readonly body: string
}

/** How it went. */
export interface PostOutcome {
  readonly delivered: boolean
  readonly tries: number
  /** Of the last answer; undefined where there was none. */
  readonly status: number | undefined
  /** Why it failed, a sentence without anything that the other side said. */
  readonly failure: string | undefined
}

/** Sends to a webhook, more than once where that may help; it never throws. */
export type PostWebhook = (post: Post) => Promise<PostOutcome>
