import { markdownText } from '#shared/notice/markdown.ts'
import { counted } from '#shared/verdict/model/words.ts'
import type { AcceptedStack, GateResult, LeftStack } from './gate.ts'
import { productionSays } from './production-leak.ts'

/** The summary of a job: GitHub and GitLab render the same Markdown. */
export function gateMarkdown(result: GateResult): string {
  const { leaks, accepted } = result
  return [
    `## ${leaks.length === 0 ? 'No goroutine leaks' : gateSays(result)}`,
    ...(leaks.length === 0 ? [] : [table(leaks)]),
    ...(accepted.length === 0 ? [] : [folded(accepted)]),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Example output: `2 stacks leak, 5 goroutines` */
export function gateSays({ leaks }: GateResult): string {
  const goroutines = leaks.reduce((sum, { left }) => sum + left, 0)
  return `${counted(leaks.length, 'stack')} ${leaks.length === 1 ? 'leaks' : 'leak'}, ${counted(goroutines, 'goroutine')}`
}

/** The program's own function, else where the goroutine began. */
export const functionOf = ({ ownCode, entry, frames, id }: LeftStack): string =>
  ownCode ?? entry ?? frames[0] ?? id

const table = (leaks: readonly LeftStack[]): string =>
  [
    '| goroutines | where | cause and fix | production |',
    '|---:|---|---|---|',
    ...leaks.map((leak) => `| ${cellsOf(leak).join(' | ')} |`),
  ].join('\n')

const cellsOf = (leak: LeftStack): string[] => [
  `+${leak.left}${leak.isProven ? ', proven' : ''}`,
  [functionOf(leak), leak.place, leak.goPlace === null ? null : `started at ${leak.goPlace}`]
    .filter((part) => part !== null)
    .map(markdownText)
    .join('<br>'),
  leak.cause === null ? '' : markdownText(`${leak.cause.title}. ${leak.cause.fix}`),
  leak.production === null ? '' : markdownText(productionSays(leak.production)),
]

const folded = (accepted: readonly AcceptedStack[]): string =>
  [
    `<details><summary>${counted(accepted.length, 'stack')} accepted</summary>`,
    '',
    ...accepted.map((stack) => `* +${stack.left} ${markdownText(`${functionOf(stack)}: ${stack.why}`)}`),
    '',
    '</details>',
  ].join('\n')
