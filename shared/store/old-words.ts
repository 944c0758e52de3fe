/** Letters that stood for words in the causes of verdicts written before 2026-11-30, and the member that has them today. */
const WORDS: Readonly<Record<string, readonly [member: string, words: Readonly<Record<string, string>>]>> = {
  class: ['class', { L: 'leak', B: 'background', C: 'capacity', T: 'transient' }],
  group: ['group', { A: 'http', B: 'database', C: 'rpc', D: 'system', E: 'shape', F: 'housekeeping' }],
  evidence: ['basis', { V: 'stack-and-cause', S: 'stack', P: 'cause' }],
}

/** What a stored verdict says of causes. */
interface Stored {
  readonly cause?: object
  readonly ambiguity?: { readonly candidates: readonly object[] }
}

/** A stored verdict whose causes use the words of today. The order of members stays: a repeated verdict is told by its text. */
export function inWords<Verdict extends Stored>(verdict: Verdict): Verdict {
  const { cause, ambiguity } = verdict
  return {
    ...verdict,
    ...(cause === undefined ? {} : { cause: causeInWords(cause) }),
    ...(ambiguity === undefined
      ? {}
      : { ambiguity: { ...ambiguity, candidates: ambiguity.candidates.map(causeInWords) } }),
  }
}

const causeInWords = (cause: object): object =>
  Object.fromEntries(
    Object.entries(cause).map(([member, value]) => {
      const [name, words] = WORDS[member] ?? [member, {}]
      return [name, words[value] ?? value]
    }),
  )
