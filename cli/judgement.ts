import { styleText } from 'node:util'
import type { Judgement, Verdict } from '#shared/verdict/verdict.ts'

/** What `tidemark judge --json` prints; times RFC 3339, rates per hour with all twins. */
export const judgementJson = ({ verdicts, others }: Judgement) => ({
  findings: verdicts.map(
    ({ tier, members: [first, ...twins], cause, since, perHour, processes, explain }) => ({
      tier,
      stack: first.stack,
      twins: twins.map(({ stack }) => stack),
      cause: cause?.id ?? null,
      since: new Date(since).toISOString(),
      perHour,
      processes: processes.growing,
      explain,
    }),
  ),
  others: others.map(({ stack, verdict, why }) => ({ stack, verdict, why })),
})

/** The same for a person. */
export function judgementText({ verdicts, others }: Judgement, colour: boolean): string {
  const quiet = Map.groupBy(others, ({ verdict }) => verdict)
  const counts = [...quiet].map(([verdict, some]) => `${some.length} ${verdict}`).join(', ')
  return [
    ...(verdicts.length === 0
      ? ['No stack leaks.']
      : verdicts.map((verdict) => verdictText(verdict, colour))),
    `Other stacks: ${counts === '' ? 'none' : counts}.`,
  ].join('\n\n')
}

/** One verdict on one screen: what leaks, how sure, since when, why, what to do, and the numbers behind it. */
export function verdictText({ tier, members, rules, cause, explain }: Verdict, colour: boolean): string {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text) : text
  const [first] = members
  const heading = (text: string): string => style('bold', text)
  return [
    `${style(tier === 'proven' || tier === 'probable' ? 'red' : 'yellow', `● ${tier}`)}  ${wrap(explain)}`,
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
