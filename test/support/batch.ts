import { packTar } from 'modern-tar'

/** A file of a batch: what `/v1/profiles` would have as its query, and the body. */
export interface BatchFile {
  readonly query: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
  /** Milliseconds since the epoch. */
  readonly modifiedAt?: number
}

/** The body of `POST /v1/batches`, not compressed. */
export const batchOf = (files: readonly BatchFile[]): Promise<Uint8Array<ArrayBuffer>> =>
  packTar(
    files.map(({ query, body, modifiedAt = 0 }) => ({
      header: {
        name: String(new URLSearchParams(query)),
        size: Buffer.byteLength(body),
        mtime: new Date(modifiedAt),
      },
      body,
    })),
  )
