import { styleText } from 'node:util'
import { explain } from '#shared/verdict/judge/explain.ts'
import { figuresJson } from '#shared/verdict/judge/figures-json.ts'
import type { Judgement } from '#shared/verdict/judge/judgement.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'

/** A case that was judged, and the name of its service. */
export type JudgedCase = Judgement & { readonly service: string }

/** What `tidemark judge --json` prints; times RFC 3339, rates per hour with all twins. */
export const judgementJson = ({ service, verdicts, others, watched: { now } }: JudgedCase) => ({
  findings: verdicts.map((verdict) => {
    const { tier, members, cause } = verdict
    const [first, ...twins] = members
    const { processes, ...figures } = figuresJson(verdict, now)
    return {
      tier,
      probability: verdict.probability,
      stack: first.stack,
      twins: twins.map(({ stack }) => stack),
      cause: cause?.id ?? null,
      ...figures,
      processes: processes.growing,
      running: processes.of,
      explain: explain(service, verdict, now),
    }
  }),
  others: others.map(({ stack, verdict, why }) => ({ stack, verdict, why })),
})

/** The same for a person. */
export function judgementText(
  { service, verdicts, others, watched: { now } }: JudgedCase,
  colour: boolean,
): string {
  // What is only watched stands among the other stacks.
  const told = verdicts.filter(({ tier }) => tier !== 'watch')
  const quiet = Map.groupBy(others, ({ verdict }) => verdict)
  const counts = [...quiet].map(([verdict, some]) => `${some.length} ${verdict}`).join(', ')
  return [
    ...(told.length === 0
      ? ['No stack leaks.']
      : told.map((verdict) => verdictText({ ...verdict, explain: explain(service, verdict, now) }, colour))),
    `Other stacks: ${counts === '' ? 'none' : counts}.`,
  ].join('\n\n')
}

/** What the API answers of a verdict, as far as a screen shows it. */
export interface ExplainedVerdict extends Pick<Verdict, 'tier' | 'members' | 'rules' | 'cause'> {
  readonly explain: string
}

/** One verdict on one screen: what leaks, how sure, since when, why, what to do, and the numbers behind it. */
export function verdictText(
  { tier, members, rules, cause, explain: sentences }: ExplainedVerdict,
  colour: boolean,
): string {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text) : text
  const [first] = members
  const heading = (text: string): string => style('bold', text)
  return [
    `${style(tier === 'proven' || tier === 'probable' ? 'red' : 'yellow', `● ${tier}`)}  ${wrap(sentences)}`,
    '',
    heading('Stack') +
      (members.length > 1 ? ` (with ${members.length - 1} twin${members.length > 2 ? 's' : ''})` : ''),
    ...first.stack.map((frame) => `  ${frame}`),
    '',
    heading('Why this verdict'),
    ...rules.map(({ id, fired, says }) => `  ${fired ? '✔' : '·'} ${id.padEnd(20)} ${says}`),
    ...(cause?.snippet === undefined
      ? []
      : [
          '',
          heading('Before'),
          ...indent(cause.snippet.before),
          heading('After'),
          ...indent(cause.snippet.after),
        ]),
    ...(cause === undefined ? [] : ['', ...cause.links.map((link) => `  ${link}`)]),
  ].join('\n')
}

const indent = (code: string): string[] =>
  code.split('\n').map((line) => `  ${line.replaceAll('\t', '    ')}`)

/** Lines of at most 96 characters; the reader's terminal is not asked, so that a log looks the same. */
function wrap(text: string): string {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string
    if (line.length + word.length > 96) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n  ')
}
