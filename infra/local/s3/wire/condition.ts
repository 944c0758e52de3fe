/** Conditions of a request: what the object must be, or must not be, for it to go on. */

import type { Fields } from './request.ts'
import { S3Error } from './s3-error.ts'

/** What conditions look at. */
interface Validators {
  /** MD5 in hex, without quotes. */
  readonly etag: string
  /** Milliseconds since the epoch. */
  readonly modified: number
}

/**
 * For a write: undefined if the headers set no condition, else a check of the object there is.
 * The check throws PreconditionFailed, and NoSuchKey for If-Match without an object.
 */
export function writeGuard(headers: Fields): ((current: Validators | undefined) => void) | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers
  if (match === undefined && noneMatch === undefined) return undefined
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new S3Error('NotImplemented', 'If-None-Match takes only *.')
  return (current) => {
    if (noneMatch !== undefined && current !== undefined)
      throw new S3Error('PreconditionFailed', 'If-None-Match')
    if (match === undefined) return
    if (current === undefined) throw new S3Error('NoSuchKey')
    if (!names(match, current)) throw new S3Error('PreconditionFailed', 'If-Match')
  }
}

/** For a read: whether the client's copy is good (304). `prefix` is set for the source of a copy. Throws PreconditionFailed. */
export function isNotModified(headers: Fields, current: Validators, prefix = ''): boolean {
  const header = (name: string) => headers[prefix + name]
  const [match, noneMatch] = [header('if-match'), header('if-none-match')]
  const since = (name: string) => Date.parse(header(name) ?? '')
  const second = Math.floor(current.modified / 1000) * 1000
  if (match !== undefined) {
    if (!names(match, current)) throw new S3Error('PreconditionFailed', 'If-Match')
  } else if (second > since('if-unmodified-since'))
    throw new S3Error('PreconditionFailed', 'If-Unmodified-Since')
  return noneMatch === undefined ? second <= since('if-modified-since') : names(noneMatch, current)
}

/** Whether a list of entity tags, quoted or not, weak or not, or `*`, names the object. */
function names(tags: string, { etag }: Validators): boolean {
  return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1')))
}
