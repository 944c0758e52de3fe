/** The port to the bucket: profiles as they were received, the truth that every index can be rebuilt from. */

export interface StoredProfile {
  readonly key: string
  readonly body: Uint8Array
  /** What the index needs and the body does not carry; values are printable ASCII. */
  readonly metadata: Readonly<Record<string, string>>
}

/** What became of a put. `taken`: another body stands there, with this SHA-256. */
export type PutResult =
  | { readonly outcome: 'stored' }
  | { readonly outcome: 'taken'; readonly sha256: string }

export interface ProfileStore {
  /**
   * Writes the object unless its key is taken; returns only when it is durable.
   *
   * The same `metadata.sha256` under the key is `stored`: it is this body, put before or by a try whose
   * answer was lost.
   */
  put(profile: StoredProfile): Promise<PutResult>
  get(key: string): Promise<StoredProfile | undefined>
  /** Bytes of the object; undefined where there is none. */
  size(key: string): Promise<number | undefined>
  /** Removes the object; none there is no error. */
  remove(key: string): Promise<void>
  /** Keys under a prefix in order. */
  list(prefix: string, after?: string): AsyncIterable<string>
  /** What follows a prefix up to the next `/`, which is not in it, each once and in order. */
  folders(prefix: string): AsyncIterable<string>
  /** Lets whoever holds the answer put this one object, without any other credentials. @param now signs the URL */
  presignPut(target: PutTarget, now: number): Promise<PresignedPut>
}

/** An object that somebody else is to put. */
export interface PutTarget {
  readonly key: string
  /** Exact size and content type: the bucket refuses any other. */
  readonly bytes: number
  readonly contentType: string
  /** Seconds that the URL is good for; S3 allows 7 days. */
  readonly expiresIn: number
}

export interface PresignedPut {
  readonly url: string
  /** Exactly those that have to be sent. */
  readonly headers: Readonly<Record<string, string>>
}

export const putHeaders = ({ bytes, contentType }: PutTarget): Record<string, string> => ({
  'content-length': String(bytes),
  'content-type': contentType,
})
