import { candidatesSentence } from '#shared/cause/sentence.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'

/** What to do about it: the fix of its cause, or the place to look at. */
export function adviceOf({
  seen,
  cause,
  ambiguity,
  members: [{ ownCode, entry, stack, creator }],
}: Verdict): string {
  if (seen === 'gone' || seen === 'fixed') return 'Nothing to do: it does not grow any more.'
  if (cause !== undefined) return cause.fix
  if (ambiguity !== undefined) return `${candidatesSentence(ambiguity)} ${ambiguity.tellApart}`
  const place = ownCode ?? entry ?? stack[0] ?? 'the stack'
  return `Look at ${place}${creator === undefined ? '' : `, started in ${creator}`}.`
}
