import type { Context } from 'hono'
import { Rejection } from '#shared/api/reason.ts'

/** The optimistic lock of a resource as its ETag (RFC 9110 §8.8.3): of two changes at once one is refused. */
export const etagOf = (revision: number): string => `"${revision}"`

/**
 * Lets a change pass that was made on the latest revision.
 *
 * @throws Rejection `precondition-required` without If-Match, `precondition-failed` where it names another revision
 */
export function admitRevision(c: Context, revision: number): void {
  const wanted = c.req.header('if-match')
  if (wanted === undefined) {
    throw new Rejection(
      'precondition-required',
      'Send If-Match with the ETag that GET answered, so that no other change is lost.',
    )
  }
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (tags.includes(etagOf(revision)) || wanted.trim() === '*') return
  throw new Rejection(
    'precondition-failed',
    `It stands at ${etagOf(revision)}, and the change was made on another revision; GET it again and decide again.`,
    { limit: etagOf(revision), actual: wanted.slice(0, 200) },
  )
}

/** Somebody else wrote between the look at the revision and the write. */
export const changedMeanwhile = (): Rejection =>
  new Rejection(
    'precondition-failed',
    'Somebody else has changed it at the same moment; GET it again and decide again.',
  )
