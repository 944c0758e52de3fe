import { styleText } from 'node:util'
import type { Comparison, StackChange } from '#shared/analysis/compare-dumps.ts'
import { counted, rateText } from '#shared/verdict/model/words.ts'

/** Stacks without a change that are shown. */
const UNCHANGED = 5

/** The stacks that grew as a table, at most `top` of them, how many fell, and what became of the goroutines. */
export function comparisonText(
  comparison: Comparison,
  top: number,
  colour: boolean,
  isExplained = true,
): string {
  const { dumps, base, target, change, perHour, stacks, unchanged, says } = comparison
  const bold = (text: string): string => (colour ? styleText('bold', text) : text)
  const grown = stacks.filter((stack) => stack.change > 0)
  const fell = stacks.length - grown.length
  const hidden = grown.length - Math.min(grown.length, top)
  const rate = perHour === null ? '' : `, ${rateText(perHour)}`
  const between = dumps.length > 2 ? ` over ${dumps.length} dumps` : ''
  return [
    bold(
      `${shown(base)} → ${shown(target)} goroutines (${signed(change)}${rate})${between}: ${counted(grown.length, 'stack')} grew, ${fell} fell`,
    ),
    ...(grown.length > 0 ? ['', ...tableOf(grown.slice(0, top))] : []),
    ...(hidden > 0 ? [`… ${counted(hidden, 'more stack')} grew; --top ${grown.length} shows them`] : []),
    ...stayedLines(unchanged),
    ...(isExplained ? ['', ...says.map((sentence) => `• ${sentence}`)] : []),
  ].join('\n')
}

function tableOf(grown: readonly StackChange[]): string[] {
  const rows = [
    ['change', 'base', 'target'],
    ...grown.map((stack) => [signed(stack.change), shown(stack.base), shown(stack.target)]),
  ]
  const names = ['stack', ...grown.map(nameOf)]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row, i) =>
    [...row.map((cell, column) => cell.padStart(widths[column] ?? 0)), names[i]].join('  '),
  )
}

/** Stacks whose goroutines stayed, as far as ids tell. */
function stayedLines(unchanged: readonly StackChange[]): string[] {
  const stayed = unchanged.filter(({ goroutines }) => (goroutines?.stayed ?? 0) > 0)
  if (stayed.length === 0) return []
  const more = stayed.length - UNCHANGED
  return [
    '',
    'As many as before:',
    ...stayed
      .slice(0, UNCHANGED)
      .map((stack) => `  ${shown(stack.target)}  ${nameOf(stack)}${turnoverOf(stack.goroutines)}`),
    ...(more > 0 ? [`  … ${more} more stacks; --json lists them`] : []),
  ]
}

/** Where it waits, the program's own function or the outermost one that led there, its line, and who stayed. */
function nameOf(stack: StackChange): string {
  const { frames, ownCode, states, place, goPlace, goroutines, change } = stack
  const leaf = frames[0] ?? ''
  const origin = ownCode ?? frames.at(-1) ?? ''
  const wait = states.length === 0 ? '' : `  [${states.join(', ')}]`
  const at = place === null ? '' : `  ${place}`
  const go = goPlace === null ? '' : `, go statement ${goPlace}`
  const who = change === 0 ? '' : turnoverOf(goroutines)
  return `${leaf === origin ? leaf : `${leaf} < … < ${origin}`}${wait}${at}${go}${who}${survivorsOf(stack)}`
}

/** Example output: `  old ones never leave, others keep joining` */
function survivorsOf({ survivors }: StackChange): string {
  return survivors === null ? '' : `  ${SURVIVORS[survivors.word]}`
}

const SURVIVORS: Readonly<Record<NonNullable<StackChange['survivors']>['word'], string>> = {
  'stay-and-keep-joining': 'old ones never leave, others keep joining',
  'come-and-go': 'come and go',
  'stay-but-stopped-joining': 'old ones never leave, hardly any others join',
}

function turnoverOf(goroutines: StackChange['goroutines']): string {
  if (goroutines === null) return ''
  const { stayed, came, went, oldest } = goroutines
  const parts = [
    `${shown(stayed)} stayed${oldest === null || oldest === 0 ? '' : ` (oldest ${shown(oldest)} min)`}`,
    ...(came > 0 ? [`${shown(came)} came`] : []),
    ...(went > 0 ? [`${shown(went)} went`] : []),
  ]
  return `  ${parts.join(', ')}`
}

const shown = (count: number): string => count.toLocaleString('en-US')
const signed = (count: number): string => (count > 0 ? `+${shown(count)}` : shown(count))
