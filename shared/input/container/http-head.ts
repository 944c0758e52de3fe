/** Takes the head of an HTTP answer off, which `curl -i` puts before the body. */

/** `HTTP/1.1 200 OK`, and lines of `Name: value`. */
const HEAD = /^HTTP\/[\d.]{1,3} \d{3}[^\r\n]{0,200}\r?\n(?:[\w-]{1,100}:[^\r\n]{0,8000}\r?\n){0,100}\r?\n/
const DATE = /^date: *([^\r\n]{1,60})/im
/** Bytes in which a head ends, and in which everything else that is told by the beginning of a file stands. */
export const HEAD_BYTES = 16 * 1024

export interface HttpHead {
  /** Bytes of the head with its blank line. */
  readonly bytes: number
  /** What the header `Date` says, in milliseconds since the epoch; undefined where it says nothing. */
  readonly date: number | undefined
}

/** The head that bytes begin with; undefined where there is none. */
export function httpHead(bytes: Uint8Array): HttpHead | undefined {
  const text = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1')
  const [head] = HEAD.exec(text) ?? []
  if (head === undefined) return undefined
  const date = Date.parse(DATE.exec(head)?.[1] ?? '')
  return { bytes: head.length, date: Number.isNaN(date) ? undefined : date }
}
