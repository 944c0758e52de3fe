import { candidatesSentence } from '#shared/cause/sentence.ts'
import type { Verdict } from '#shared/verdict/verdict.ts'

/** The first sentence of an explanation. */
export const headlineOf = ({ explain }: Pick<Verdict, 'explain'>): string => explain.split('. ', 1)[0] ?? ''

/** What to do about it: the fix of its cause, or the place to look at. */
export function adviceOf({
  cause,
  ambiguity,
  members: [{ ownCode, entry, stack, creator }],
}: Verdict): string {
  if (cause !== undefined) return cause.fix
  if (ambiguity !== undefined) return `${candidatesSentence(ambiguity)} ${ambiguity.tellApart}`
  const place = ownCode ?? entry ?? stack[0] ?? 'the stack'
  return `Look at ${place}${creator === undefined ? '' : `, started in ${creator}`}.`
}
