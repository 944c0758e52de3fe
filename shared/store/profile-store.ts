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
  /** Keys under a prefix in order. */
  list(prefix: string, after?: string): AsyncIterable<string>
}
