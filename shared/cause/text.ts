/** Tags that let the catalogue hold text as it reads: indented with its entry, without quotes and joins. */

/** A paragraph: lines become one. */
export const prose = ({ raw }: TemplateStringsArray): string => raw.join('').replace(/\s+/g, ' ').trim()

/** A list of words. */
export const words = (text: TemplateStringsArray): string[] => prose(text).split(' ')

/** Go source: the indentation of the entry goes, every two spaces of the rest become a tab. */
export function go({ raw }: TemplateStringsArray): string {
  const lines = raw.join('').replace(/^\n/, '').trimEnd().split('\n')
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf))
  return lines.map((line) => tabbed(line.slice(margin))).join('\n')
}

const indentOf = (line: string): number => line.length - line.trimStart().length
const tabbed = (line: string): string => line.replace(/^ +/, (spaces) => '\t'.repeat(spaces.length / 2))
