import { visibleText } from '#shared/reading/visible.ts'
import { plain } from './plain.ts'

/** Text that stays text (CommonMark 2.4: a backslash before any ASCII punctuation). */
export const markdownText = (text: string): string => plain(text).replace(/[\\`*_[\]<>|&#~]/g, '\\$&')

/** Lines as they are; the fence is longer than any in them (CommonMark 4.5). */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${visibleText(text)}\n${fence}`
}

/** A table without a head is not part of any Markdown: its cells are empty. */
export const factsTable = (facts: readonly (readonly [name: string, markdown: string])[]): string =>
  ['| | |', '|---|---|', ...facts.map(([name, markdown]) => `| ${name} | ${markdown} |`)].join('\n')
