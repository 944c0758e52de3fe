/** The part of an object that a Range header asks for. */

import { S3Error } from './s3-error.ts'

/** Offsets in bytes, both inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads `bytes=a-b`, `bytes=a-` and `bytes=-n`; undefined means the whole object, which S3 also sends for
 * several ranges and for what it cannot read. Throws InvalidRange for a range without a byte in `size`.
 *
 * Example input: `bytes=-3`, 10. Example output: `{ start: 7, end: 9 }`.
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < start) return undefined
  if (start >= size || end < start) throw new S3Error('InvalidRange', `${header} of ${size} bytes`)
  return { start, end }
}
