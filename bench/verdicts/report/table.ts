import type { Row } from '../row.ts'

const HEAD = [
  'recall',
  'false',
  'false looks',
  'false, ever',
  'false beside',
  'delay',
  'flips',
  'rate off',
  'since off',
  'cause right',
]

/** Rows as a table of Markdown, which a terminal shows as well. */
export const table = (first: string, rows: readonly Row[]): string =>
  tableOf([[first, 'leaks', 'healthy', ...HEAD], ...rows.map(cellsOf)])

/** @param cells lines of equal length, the head first */
export function tableOf(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)))
  const [head, ...lines] = cells.map(
    (line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`,
  )
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines].join('\n')
}

const cellsOf = (row: Row): string[] => [
  row.method,
  String(row.leaking),
  String(row.healthy),
  percent(row.recall),
  percent(row.wrong),
  percent(row.wrongLooks),
  percent(row.everWrong),
  percent(row.beside),
  row.delay === undefined
    ? '–'
    : Number.isFinite(row.delay)
      ? `${Math.round(row.delay * 10) / 10} h`
      : 'never',
  row.flips === undefined ? '–' : row.flips.toFixed(2),
  percent(row.rateError),
  percent(row.sinceError),
  percent(row.causeRight),
]

/** `–` where nothing tells. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(1)} %`
