import { styleText } from 'node:util'
import type { DumpAnalysis } from '#shared/analysis/analyze-dump.ts'
import { visibleName } from '#shared/reading/visible.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { stackLines } from './stack-lines.ts'

/** Unreadable lines, and notes on what was mended, that are shown. */
const PROBLEMS = 5
/** Locks and channels shown; the others are in the JSON. */
const HOLDERS = 5

/** A dump on one screen. */
export function analysisText(
  file: string,
  analysis: DumpAnalysis,
  top: number,
  colour: boolean,
  isOneOfSeveral = false,
): string {
  const { stacks, problems, proves, holders, notes, isCut } = analysis
  const bold = (text: string): string => (colour ? styleText('bold', text) : text)
  const byId = new Map(stacks.map((stack) => [stack.id, stack]))
  const hidden = stacks.slice(top)
  const rest = hidden.reduce((sum, { count }) => sum + count, 0)
  return [
    bold(titleOf(file, analysis, isOneOfSeveral)),
    ...holders.slice(0, HOLDERS).map((held) => heldText(held, bold)),
    ...(holders.length > HOLDERS
      ? [`… ${holders.length - HOLDERS} more locks or channels; --json lists them`]
      : []),
    ...stacks.slice(0, top).map((stack) => stackLines(stack, byId, bold).join('\n')),
    ...(hidden.length > 0
      ? [
          `… ${counted(rest, 'more goroutine')} in ${counted(hidden.length, 'stack')}; --top ${stacks.length} shows them`,
        ]
      : []),
    ...(isCut ? ['The end of the dump is missing: goroutines behind it are not counted.'] : []),
    ...(notes.length + problems.length > 0 ? [unreadText(notes, problems)] : []),
    proves.map((sentence) => `• ${sentence}`).join('\n'),
  ].join('\n\n')
}

/** The time matters where there is more than one. Example output: `app.log, pod-7: 1,494 goroutines in 12 stacks (goroutine, debug=2), taken 2026-11-18T12:05:09.000Z`. */
function titleOf(
  file: string,
  { type, debug, source, at, goroutines, stacks }: DumpAnalysis,
  isTimed: boolean,
): string {
  const name = visibleName(file)
  const from = source === '' || source === name ? name : `${name}, ${source.replace(`${name}: `, '')}`
  const when = at === null || !isTimed ? '' : `, taken ${at}`
  return `${from}: ${counted(goroutines, 'goroutine')} in ${counted(stacks.length, 'stack')} (${type}, debug=${debug})${when}`
}

/** Who waits, who may hold it, and what that proves. */
function heldText(
  { deadlock, says }: DumpAnalysis['holders'][number],
  bold: (text: string) => string,
): string {
  const [first = '', ...more] = says
  return [deadlock ? bold(first) : first, ...more.map((line) => `    ${line}`)].join('\n')
}

/** What was lost of the text, and what the readers did not understand of the rest. */
function unreadText(notes: DumpAnalysis['notes'], problems: DumpAnalysis['problems']): string {
  const all = [
    ...notes.map(({ line, says }) => `${line > 0 ? `line ${line}: ` : ''}${says}`),
    ...problems.map(({ line, why, text }) => `line ${line}: ${why}: ${text}`),
  ]
  const more = all.length > PROBLEMS ? [`  … and ${all.length - PROBLEMS} more`] : []
  const heading = all.length === 1 ? '1 place could not be read:' : `${all.length} places could not be read:`
  return [heading, ...all.slice(0, PROBLEMS).map((line) => `  ${line}`), ...more].join('\n')
}
