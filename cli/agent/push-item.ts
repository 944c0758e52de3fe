/** One push that is still to be made. */
export interface PushItem {
  /** Path and query of the request; never the token. */
  readonly path: string
  readonly body: Uint8Array<ArrayBuffer>
}
